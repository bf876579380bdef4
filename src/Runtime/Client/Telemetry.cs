using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Argosy;

/// <summary>
/// What the client tells OpenTelemetry: add the source and the meter of the name <c>Argosy</c>
/// (<c>AddSource(ArgosyTelemetry.Name)</c>, <c>AddMeter(ArgosyTelemetry.Name)</c>). Requests themselves are covered by .NET's own HTTP instruments.
/// </summary>
public static class ArgosyTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "Argosy";
}

/// <summary>The instruments behind <see cref="ArgosyTelemetry"/>.</summary>
internal static class Telemetry
{
    public static ActivitySource Source { get; } = new(ArgosyTelemetry.Name);

    public static Meter Meter { get; } = new(ArgosyTelemetry.Name);

    public static Counter<long> Requests { get; } = Meter.CreateCounter<long>("argosy.client.requests", "{request}", "Requests sent to an API server or Argo Server, attempts counted singly.");

    public static Counter<long> Retries { get; } = Meter.CreateCounter<long>("argosy.client.retries", "{request}", "Requests that had to be made again.");

    public static Counter<long> WatchResumes { get; } = Meter.CreateCounter<long>("argosy.client.watch.resumes", "{connection}", "Watches that were opened again after an end, a failure or silence.");

    public static Counter<long> Submissions { get; } = Meter.CreateCounter<long>("argosy.workflow.submissions", "{workflow}", "Workflows submitted.");

    public static Histogram<double> WorkflowDuration { get; } = Meter.CreateHistogram<double>("argosy.workflow.duration", "s", "How long watched workflows ran, by their phase.");
}
