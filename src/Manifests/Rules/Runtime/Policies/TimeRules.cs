using Argosy.Manifests.Expressions;
using Argosy.Manifests.Text.Time;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Runtime.Policies;

/// <summary>Durations, and deadlines that do not do what they say.</summary>
internal sealed class TimeRules : IManifestRule
{
    public void Check(RuleContext context)
    {
        foreach (var template in context.View.AllTemplates)
        {
            // Whole numbers are Argo's rule already.
            Duration(context, template, "timeout", isSeconds: true);
            Duration(context, template, "pendingTimeout", isSeconds: false);
            Duration(context, template.Map("suspend"), "duration", isSeconds: true);
            Duration(context, template.Map("memoize"), "maxAge", isSeconds: false);
            Duration(context, template.Map("containerSet").Map("retryStrategy"), "duration", isSeconds: false);
            Backoff(context, template.Map("retryStrategy"));
            if (template["timeout"] is ScalarNode timeout && GoDuration.Parse(timeout.Text, out var nanoseconds) is null && nanoseconds <= 1_000_000_000)
                context.Report(RuleCatalog.RunPolicies.ShortTimeout, "a timeout of a second or less is over before the pod is made: give it at least 3s", timeout.Place);
            if (template.Has("timeout") && template.Has("activeDeadlineSeconds"))
                context.Report(RuleCatalog.RunPolicies.TwoDeadlines, "timeout wins over activeDeadlineSeconds, even where it is longer: keep one of them", template.At("activeDeadlineSeconds").Place);
            if (template.Has("pendingTimeout") && context.View.RetryOf(template) is not null)
                context.Report(RuleCatalog.RunPolicies.PendingRetry, "a template with a retryStrategy is never ended while it is pending: take the retryStrategy away, or use timeout", template.At("pendingTimeout").Place);
            if (template.Has("suspend") && template.Has("activeDeadlineSeconds"))
                context.Report(RuleCatalog.RunPolicies.SuspendDeadline, "activeDeadlineSeconds does not end a suspend: use suspend.duration, or the workflow's own deadline", template.At("activeDeadlineSeconds").Place);
        }

        if (context.Spec["activeDeadlineSeconds"] is ScalarNode { Text: ['-', ..] } deadline)
            context.Report(RuleCatalog.RunPolicies.ShortTimeout, "a negative deadline is over before the workflow begins", deadline.Place);
        Backoff(context, context.Spec.Map("retryStrategy"));
        Backoff(context, context.Spec.Map("templateDefaults").Map("retryStrategy"));
        Duration(context, context.Spec.Map("podGC"), "deleteDelayDuration", isSeconds: false);
    }

    private static void Backoff(RuleContext context, MapNode? retry)
    {
        if (retry is null) return;
        if (retry["limit"] is ScalarNode { Text: var limit } at && !limit.Contains("{{") && !IsWhole(limit))
            context.Report(RuleCatalog.RunPolicies.RetryNumber, $"limit must be a whole number, not {limit}: Argo finds that out after the first failure", at.Place);
        if (retry.Map("backoff") is { } backoff)
        {
            if (backoff.Text("duration").Length == 0)
                context.Report(RuleCatalog.RunPolicies.NoBackoff, "a backoff needs a duration, or the first failure ends in an error", backoff.Place);
            foreach (var field in (string[])["duration", "maxDuration", "cap"]) Duration(context, backoff, field, isSeconds: true);
            if (backoff["factor"] is ScalarNode { Text: var factor } number && factor.Length > 0 && !factor.Contains("{{") && !IsWhole(factor))
                context.Report(RuleCatalog.RunPolicies.RetryNumber, $"factor must be a whole number, not {factor}", number.Place);
            if (!retry.Has("limit") && backoff.Text("duration").Length > 0)
                context.Report(RuleCatalog.RunPolicies.BackoffWithoutLimit, "without a limit Argo does not wait between the attempts: give retryStrategy a limit", backoff.Place);
        }

        Expression(context, retry);
    }

    private static void Expression(RuleContext context, MapNode retry)
    {
        if (retry["expression"] is not ScalarNode { Text: { Length: > 0 } text } expression || text.Contains("{{")) return;
        var faults = ExpressionChecker.Check(text, ["retries", "lastRetry.exitCode", "lastRetry.status", "lastRetry.duration", "lastRetry.message"]);
        foreach (var fault in faults)
        {
            var at = Math.Min(fault.Offset, text.Length - 1);
            context.Report(RuleCatalog.RunPolicies.RetryExpression, $"{fault.Message}; a retry knows retries and lastRetry.exitCode, .status, .duration, .message", expression.PlaceOf(at, Math.Min(fault.Length, text.Length - at)));
        }

        if (faults.Count > 0) return;
        string? failure = null;
        foreach (var exitCode in (string[])["1", "-1"])
            foreach (var status in (string[])["Failed", "Error"])
            {
                var lastRetry = new Dictionary<string, object?> { ["exitCode"] = exitCode, ["status"] = status, ["duration"] = "10", ["message"] = "Error (exit code 1)" };
                try
                {
                    ExpressionEvaluator.EvaluateBoolean(text, new Dictionary<string, object?> { ["retries"] = "1", ["lastRetry"] = lastRetry });
                    return;
                }
                catch (ExpressionException e)
                {
                    failure = e.Summary;
                }
            }

        context.Report(RuleCatalog.RunPolicies.RetryExpression, $"{failure}; all values of a retry are texts: write asInt(lastRetry.exitCode) for a number, and compare to get true or false", expression.Place);
    }

    private static void Duration(RuleContext context, MapNode? map, string field, bool isSeconds)
    {
        if (map?[field] is not ScalarNode { Text: { Length: > 0 } text } value || text.Contains("{{") || (isSeconds && IsWhole(text))) return;
        if (GoDuration.Parse(text, out _) is not null)
            context.Report(RuleCatalog.RunPolicies.Duration, $"{text} is no duration: write {(isSeconds && field != "timeout" ? "seconds, or " : "")}numbers with units, such as 30s, 5m or 1h30m (a day is 24h)", value.Place);
    }

    private static bool IsWhole(string text) => long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out _);
}

/// <summary>A template's failFast looks at nothing but failures.</summary>
internal sealed class FailFastRule : IManifestRule
{
    public void Check(RuleContext context)
    {
        foreach (var template in context.View.AllTemplates.Where(t => t.Flag("failFast")))
            foreach (var call in context.View.CallsIn(template))
            {
                if (call.Node.Any("continueOn"))
                    context.Report(RuleCatalog.RunPolicies.FailFast, $"failFast of {template.Text("name")} does not heed continueOn: a failed {call.Name} ends it all the same; take failFast away", call.Node.At("continueOn").Place);
                else if (call.Callee is { } callee && context.View.RetryOf(callee) is not null)
                    context.Report(RuleCatalog.RunPolicies.FailFast, $"failFast of {template.Text("name")} does not heed retries: the first failed attempt of {call.Name} ends it; take failFast away", call.Node.At("name").Place);
            }
    }
}
