using Argosy.Manifests.Cron;
using Argosy.Manifests.Rules.Decoding;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Argo;

internal sealed partial class WorkflowValidation
{
    private void Cron()
    {
        var spec = _object.Root.Map("spec") ?? new MapNode { Place = _object.Root.Place };
        if (!spec.Any("schedules")) Fail(RuleCatalog.Objects.NoSchedule, "cron workflow must have at least one schedule", spec.At("schedules"));
        foreach (var item in spec.List("schedules")?.Items ?? [])
        {
            var schedule = ((ScalarNode)item).Text;
            if (_firstOnly && schedule.StartsWith("TZ=", StringComparison.Ordinal) | schedule.StartsWith("CRON_TZ=", StringComparison.Ordinal) && schedule.IndexOf(' ') < 0)
                throw new ArgoCrashException($"the schedule {schedule} has a time zone and no times");
            if (CronError(schedule, null) is { } error) Fail(RuleCatalog.Objects.Schedule, $"cron schedule {schedule} is malformed: {error}", item);
        }

        var zone = spec.Text("timezone");
        if (zone.Length > 0 && ZoneError(zone) is { } unknown)
            Fail(RuleCatalog.Objects.TimeZone, $"invalid timezone {GoText.Quote(zone)}: {unknown}", spec.At("timezone"), "; names are those of the IANA database, such as Europe/Berlin or UTC");
        if (spec.Text("concurrencyPolicy") is not ("" or "Allow" or "Forbid" or "Replace") and var policy)
            Fail(RuleCatalog.Objects.ConcurrencyPolicy, $"'{policy}' is not a valid concurrencyPolicy", spec.At("concurrencyPolicy"), Nearest.Hint(Nearest.To(policy, ["Allow", "Forbid", "Replace"])));
        if (spec.Text("startingDeadlineSeconds").StartsWith("-", StringComparison.Ordinal))
            Fail(RuleCatalog.Objects.StartingDeadline, "startingDeadlineSeconds must be positive", spec.At("startingDeadlineSeconds"));
    }

    private static string? CronError(string schedule, string? zone)
    {
        try
        {
            _ = CronSchedule.Parse(schedule, zone);
            return null;
        }
        catch (CronException e)
        {
            return e.Message;
        }
    }

    private static string? ZoneError(string zone)
    {
        if (zone == "Local") return null;
        if (zone.Contains("..") || zone[0] is '/' or '\\') return "time: invalid location name";
        // The schedule's own prefix names a zone too, so its error has what is wrong with the name.
        var error = CronError("CRON_TZ=" + zone + " * * * * *", null);
        return error is null ? null : "unknown time zone " + zone;
    }
}
