using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using Argosy.ArgoServer;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>version</c>: the program's, and that of the Argo Server where one is configured.</summary>
internal sealed class VersionCommand : CliCommand
{
    private static readonly (string Field, string Label)[] s_fields =
    [
        ("buildDate", "BuildDate"), ("gitCommit", "GitCommit"), ("gitTreeState", "GitTreeState"), ("gitTag", "GitTag"), ("goVersion", "GoVersion"),
        ("compiler", "Compiler"), ("platform", "Platform"),
    ];

    public override Command Build(CliFrame frame)
    {
        var shortForm = Flags.Flag("--short", "Print just the version number");
        return Runs(frame, new Command("version", "Print version information") { shortForm }, async run =>
        {
            var assembly = typeof(VersionCommand).Assembly;
            var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
            var commit = version.Split('+', 2);
            run.Out.WriteLine($"{run.Context.ProgramName}: v{commit[0]}");
            if (!run.Value(shortForm))
            {
                if (commit.Length > 1) run.Out.WriteLine($"  GitCommit: {commit[1]}");
                run.Out.WriteLine($"  Runtime: {RuntimeInformation.FrameworkDescription}");
                run.Out.WriteLine($"  Platform: {RuntimeInformation.RuntimeIdentifier}");
            }

            if (run.Globals.ArgoServer(run.Parsed, run.Context.Environment) is null) return;
            await using var client = await run.OpenClientAsync().ConfigureAwait(false);
            if (client is not ArgoServerClient server) return;
            var answer = await server.Api.GetAsync("api/v1/version", run.Cancelled).ConfigureAwait(false);
            run.Out.WriteLine($"argo-server: {answer.TextAt("version")}");
            if (run.Value(shortForm)) return;
            foreach (var (field, label) in s_fields)
            {
                if (answer.TextAt(field) is { Length: > 0 } value) run.Out.WriteLine($"  {label}: {value}");
            }
        });
    }
}
