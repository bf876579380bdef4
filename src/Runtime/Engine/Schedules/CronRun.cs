using System.Globalization;
using System.Text.Json.Nodes;
using Argosy.Manifests.Conditions;
using Argosy.Manifests.Cron;
using Argosy.Manifests.Expressions;
using Argosy.Manifests.Tags;
using Argosy.Workflows;

namespace Argosy.Engine.Schedules;

/// <summary>Keeps one CronWorkflow running by the clock, with the rules of Argo's controller: what happens at a time, and every ten seconds.</summary>
internal sealed class CronRun
{
    private const string LastUsedSchedule = "cronworkflows.argoproj.io/last-used-schedule";
    private const string Completed = "cronworkflows.argoproj.io/completed";
    private static readonly TimeSpan s_sync = TimeSpan.FromSeconds(10);

    private readonly EngineServices _services;
    private readonly ICronChildren _children;

    /// <param name="cron">The CronWorkflow; its status is kept up to date.</param>
    /// <param name="services">What the engine has.</param>
    /// <param name="children">Starts and ends the workflows.</param>
    public CronRun(JsonObject cron, EngineServices services, ICronChildren children)
    {
        Cron = cron;
        _services = services;
        _children = children;
    }

    /// <summary>The object as it stands.</summary>
    public JsonObject Cron { get; }

    /// <summary>Told after each change of the object.</summary>
    public Action<JsonObject>? Changed { get; set; }

    private string Name => Cron.Object("metadata").Text("name") ?? "";

    private JsonObject Spec => Cron.Ensure("spec");

    private JsonObject Status => Cron.Ensure("status");

    private string Phase => Cron.Object("status").Text("phase") ?? "";

    private string? Timezone => Spec.Text("timezone") is { Length: > 0 } zone ? zone : null;

    private IReadOnlyList<string> Schedules =>
        Spec.List("schedules") is { Count: > 0 } list ? [.. list.Select(s => s!.GetValue<string>())] : Spec.Text("schedule") is { Length: > 0 } one ? [one] : [];

    /// <summary>What is wrong with it; null if it can run.</summary>
    public string? Problem()
    {
        try
        {
            foreach (var schedule in Schedules)
                CronSchedule.Parse(schedule, Timezone);
        }
        catch (CronException e)
        {
            return e.Message;
        }

        return Schedules.Count == 0 ? "cron workflow must have at least one schedule" : WorkflowCheck.Fault(Cron, _services);
    }

    /// <summary>Runs until it is cancelled. A CronWorkflow that is bad from the start never does anything; <see cref="Problem"/> says why.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (Problem() is not null)
            return;
        var now = _services.Clock.GetUtcNow();
        if (Missed(now) is { } missed)
            Fire(missed);
        var schedules = Schedules.Select(s => CronSchedule.Parse(s, Timezone)).ToList();
        var next = schedules.ConvertAll(s => s.Next(now));
        // Argo's period has nothing to do with when an object came.
        var sync = now + (s_sync / 2);
        while (!cancellation.IsCancellationRequested)
        {
            var due = next.OfType<DateTimeOffset>().Append(sync).Min();
            now = _services.Clock.GetUtcNow();
            if (due > now)
            {
                var wait = due - now;
                await Task.Delay(wait > TimeSpan.FromHours(1) ? TimeSpan.FromHours(1) : wait, _services.Clock, cancellation).ConfigureAwait(false);
                continue;
            }

            for (var i = 0; i < next.Count; i++)
            {
                if (next[i] is not { } at || at > now)
                    continue;
                Fire(at);
                next[i] = schedules[i].Next(now);
            }

            if (sync > now)
                continue;
            Sync();
            sync = now + s_sync;
        }
    }

    /// <summary>What happens at a scheduled time.</summary>
    private void Fire(DateTimeOffset at)
    {
        var metadata = Cron.Ensure("metadata");
        metadata.Ensure("annotations")[LastUsedSchedule] = UsedSchedules;
        Status["failed"] ??= 0;
        Status["succeeded"] ??= 0;
        Status["phase"] ??= "";
        Decide(at);
        Changed?.Invoke(Cron);
    }

    private string UsedSchedules => string.Join(",", Schedules.Select(s => Timezone is { } zone ? $"CRON_TZ={zone} {s}" : s));

    private void Decide(DateTimeOffset at)
    {
        if (Problem() is { } problem)
        {
            Condition("SpecError", problem);
            return;
        }

        Condition("SpecError", null);
        try
        {
            if (ShouldStop())
            {
                Status["phase"] = "Stopped";
                Cron.Ensure("metadata").Ensure("labels")[Completed] = "true";
                return;
            }
        }
        catch (OperationException e)
        {
            Condition("SpecError", e.Message);
            return;
        }

        if (Spec.Flag("suspend") || Phase == "Stopped")
            return;
        try
        {
            if (!Holds())
                return;
        }
        catch (OperationException e)
        {
            Condition("SubmissionError", "run policy error: " + e.Message);
            Count("failed");
            return;
        }

        var active = Status.List("active");
        if (active is { Count: > 0 })
        {
            switch (Spec.Text("concurrencyPolicy"))
            {
                case "Forbid":
                    return;
                case "Replace":
                    foreach (var one in active.OfType<JsonObject>())
                        _children.Terminate(one.Text("name") ?? "");
                    break;
            }
        }

        Submit(at);
    }

    private void Submit(DateTimeOffset at)
    {
        var child = Child(at);
        var name = child.Object("metadata").Text("name")!;
        try
        {
            if (!_children.TryStart(child))
                return;
        }
        catch (OperationException e)
        {
            Condition("SubmissionError", "Failed to submit Workflow: " + e.Message);
            Count("failed");
            return;
        }

        Status.EnsureList("active").Add(new JsonObject
        {
            ["apiVersion"] = ArgoKind.ApiVersion,
            ["kind"] = "Workflow",
            ["name"] = name,
            ["namespace"] = child.Object("metadata").Text("namespace"),
            ["uid"] = child.Object("metadata").Text("uid"),
        });
        Status["phase"] = "Active";
        Status["lastScheduledTime"] = NodeJsonForm.Time(at.UtcDateTime);
        Condition("SubmissionError", null);
    }

    /// <summary>The workflow of a time.</summary>
    public JsonObject Child(DateTimeOffset at)
    {
        var child = Submission.FromCron(Cron, at);
        var metadata = child.Ensure("metadata");
        metadata.Remove("generateName");
        metadata["name"] = $"{Name}-{at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}";
        metadata["namespace"] = Cron.Object("metadata").Text("namespace") ?? "default";
        metadata["uid"] = Guid.NewGuid().ToString();
        return child;
    }

    private bool ShouldStop()
    {
        if (Spec.Object("stopStrategy").Text("expression") is not { Length: > 0 } expression)
            return false;
        try
        {
            return ExpressionEvaluator.EvaluateBoolean(expression, new Dictionary<string, object?>(StringComparer.Ordinal) { ["cronworkflow"] = Values("") });
        }
        catch (ExpressionException e)
        {
            throw new OperationException($"failed to check CronWorkflow '{Name}' stopping condition: failed to evaluate stop expression: {e.Message}");
        }
    }

    private bool Holds()
    {
        if (Spec.Text("when") is not { Length: > 0 } when)
            return true;
        try
        {
            var replaced = JsonNode.Parse(TagSubstitution.ReplaceJson(GoJson.Quoted(when), Values("cronworkflow."), allowUnresolved: false))!.GetValue<string>();
            return WhenCondition.EvaluateCron(replaced);
        }
        catch (Exception e) when (e is TagException or WhenException)
        {
            throw new OperationException(e.Message);
        }
    }

    private Dictionary<string, object?> Values(string prefix)
    {
        var metadata = Cron.Object("metadata");
        var labels = (metadata.Object("labels") ?? []).ToDictionary(p => p.Key, p => (object?)p.Value?.ToString(), StringComparer.Ordinal);
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [prefix + "name"] = Name,
            [prefix + "namespace"] = metadata.Text("namespace") ?? "default",
            [prefix + "labels"] = labels,
            // As Argo has it: the labels under the name of the annotations.
            [prefix + "annotations"] = labels,
            [prefix + "failed"] = Counted("failed"),
            [prefix + "succeeded"] = Counted("succeeded"),
            [prefix + "lastScheduledTime"] = Cron.Object("status").Text("lastScheduledTime"),
        };
    }

    private long Counted(string field) => (long)(Cron.Object("status").Number(field) ?? 0);

    private void Count(string field) => Status[field] = Counted(field) + 1;

    /// <summary>What happens every ten seconds: old children go, ended ones leave the active, and are counted.</summary>
    private void Sync()
    {
        Limit("Succeeded", (int)(Spec.Number("successfulJobsHistoryLimit") ?? 3), 3);
        Limit("Failed", (int)(Spec.Number("failedJobsHistoryLimit") ?? 1), 1);
        if (Status.List("active") is not { Count: > 0 } active)
            return;
        var ended = active.OfType<JsonObject>().Select(a => (Entry: a, Phase: _children.PhaseOf(a.Text("name") ?? ""))).Where(a => a.Phase is null || Phases.IsCompleted(a.Phase)).ToList();
        foreach (var (entry, phase) in ended)
        {
            active.Remove(entry);
            if (phase is not null)
                Count(phase == Phases.Succeeded ? "succeeded" : "failed");
        }

        if (active.Count == 0)
            Status.Remove("active");
        if (ended.Count == 0)
            return;
        try
        {
            if (ShouldStop())
                Status["phase"] = "Stopped";
        }
        catch (OperationException)
        {
            // The next time tells.
        }

        Changed?.Invoke(Cron);
    }

    private void Limit(string phase, int limit, int fallback)
    {
        if (limit < 0)
            limit = fallback;
        foreach (var name in _children.Ended(phase == "Succeeded").Skip(limit).ToList())
            _children.Delete(name);
    }

    /// <summary>A time that passed while nobody looked, if it is to be made up for.</summary>
    private DateTimeOffset? Missed(DateTimeOffset now)
    {
        if (Spec.Number("startingDeadlineSeconds") is not { } deadline || NodeJsonForm.ReadTime(Cron.Object("status").Text("lastScheduledTime")) is not { } last
            || Cron.Object("metadata").Object("annotations").Text(LastUsedSchedule) != UsedSchedules)
            return null;
        foreach (var schedule in Schedules.Select(s => CronSchedule.Parse(s, Timezone)))
        {
            DateTimeOffset? missed = null;
            for (var at = schedule.Next(new DateTimeOffset(last, TimeSpan.Zero)); at is { } time && time <= now; at = schedule.Next(time))
                missed = time;
            if (missed is { } found && now - found <= TimeSpan.FromSeconds(deadline))
                return found;
        }

        return null;
    }

    private void Condition(string type, string? message)
    {
        var conditions = Status.List("conditions");
        var present = conditions?.OfType<JsonObject>().FirstOrDefault(c => c.Text("type") == type);
        if (present is not null)
            conditions!.Remove(present);
        if (message is not null)
            Status.EnsureList("conditions").Add(new JsonObject { ["type"] = type, ["status"] = "True", ["message"] = message });
        else if (conditions is { Count: 0 })
            Status.Remove("conditions");
    }
}
