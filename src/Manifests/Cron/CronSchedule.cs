namespace Argosy.Manifests.Cron;

/// <summary>The schedule of a CronWorkflow.</summary>
public sealed class CronSchedule
{
    private CronSchedule()
    {
    }

    /// <summary>Parses a schedule of five fields or a descriptor (<c>@daily</c>, <c>@every 1h</c>), in a time zone (null or empty: UTC).</summary>
    /// <exception cref="CronException">The schedule or the zone is wrong.</exception>
    public static CronSchedule Parse(string schedule, string? timezone) => throw new CronException("schedules are not parsed yet");

    /// <summary>The first time after the given one, in the schedule's zone; null if there is none within five years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => null;
}
