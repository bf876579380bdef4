using System.Globalization;
using System.Text.Json.Nodes;
using Argosy.Manifests.Expressions;
using Argosy.Manifests.Tags;

namespace Argosy.Engine;

/// <summary>Retry nodes: their attempts, and when there is to be another.</summary>
internal sealed partial class Operation
{
    private List<Node> Attempts(Node node) => [.. node.Children.Select(c => Nodes.FindById(c)).OfType<Node>().Where(n => n.Flag is { Retried: true })];

    private Node? LastAttempt(Node node)
    {
        for (var i = node.Children.Count - 1; i >= 0; i--)
            if (Nodes.FindById(node.Children[i]) is { Flag.Retried: true } child)
                return child;
        return null;
    }

    private static string RetryPolicy(JsonObject strategy) =>
        strategy.Text("retryPolicy") is { Length: > 0 } policy ? policy : strategy.Text("expression") is { Length: > 0 } ? "Always" : "OnFailure";

    private Outcome ExecuteRetried(Node? node, string name, TemplateCall call, TemplateContext context, TemplateContext inner, JsonObject template, JsonObject strategy, JsonObject arguments, ExecuteOptions options)
    {
        if (options.Flag is not null)
            options.Flag = options.Flag with { Retried = true };
        node ??= NewExecutableNode(name, NodeTypes.Retry, context.ScopeText, template, call, options, Phases.Running);
        if (node.Type != NodeTypes.Retry)
        {
            // It waited for a lock or was looked up in a cache under the type of its template.
            node.Type = NodeTypes.Retry;
            Nodes.Changed(node);
        }

        options.Flag ??= new NodeFlag(Retried: true);
        bool goOn;
        try
        {
            goOn = AssessRetries(node, strategy, options);
        }
        catch (OperationException e)
        {
            MarkNode(node, Phases.Error, e.Message);
            return new(node, Fault.Error(e.Message));
        }

        if (!goOn)
            return new(node);
        var attempts = Attempts(node);
        var last = attempts.Count == 0 ? null : attempts[^1];
        if (node.IsFulfilled && (ChildrenFulfilled(node) || (node.Daemoned && node.IsFailedOrError)))
        {
            if (last is not null)
                node.Outputs = last.Outputs?.Clone();
            Nodes.Changed(node);
            NodeMetrics(node, template);
            ReleaseLocks(node.Id);
            return new(node);
        }

        int index;
        string attemptName;
        if (last is { IsFulfilled: false } || last is { Daemoned: true, IsCompleted: false })
        {
            attemptName = last.Name;
            index = attempts.Count - 1;
        }
        else
        {
            if (last is not null && template.Object("metrics") is not null)
                NodeMetrics(last, template);
            index = attempts.Count;
            attemptName = $"{name}({index.ToString(CultureInfo.InvariantCulture)})";
        }

        var attempt = Nodes.Find(attemptName);
        if (attempt is null || !(attempt.IsPodActive && attempt.Refusal is null))
        {
            var locals = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["retries"] = index.ToString(CultureInfo.InvariantCulture),
                ["lastRetry.exitCode"] = last?.Outputs.Text("exitCode") ?? "0",
                ["lastRetry.duration"] = last is null ? "0" : DurationText(last),
                ["lastRetry.status"] = last?.Phase ?? "",
                ["lastRetry.message"] = last?.Message ?? "",
            };
            if (TemplateTypes.IsPod(TemplateTypes.Of(template)))
                locals["pod.name"] = NodeNames.Pod(Name, attemptName, template.Text("name"));
            try
            {
                template = AttemptTemplate(attemptName, template, locals);
            }
            catch (Exception e) when (e is TagException or OperationException)
            {
                var erred = NodeOrError(attempt, attemptName, context.ScopeText, call, options, e.Message);
                AddChild(node, erred);
                return new(erred, Fault.Error(e.Message));
            }
        }

        var outcome = ExecuteBody(attemptName, call, context, inner, template, options);
        attempt = Nodes.Find(attemptName);
        if (attempt is not null)
            AddChild(node, attempt);
        var (finished, fault) = Finish(outcome, attemptName, template, strategy);
        if (fault is not null)
            return fault.Kind == FaultKind.Error ? new(finished, fault) : new(finished, fault);
        attempt ??= finished;
        if (attempt is { IsCompleted: true } && !node.IsFulfilled)
            return ExecuteTemplateAgain(name, call, context, arguments, options);
        if (attempt is { Daemoned: true, IsCompleted: false })
        {
            node.Daemoned = true;
            node.PodIp ??= null;
            MarkNode(node, attempt.Phase);
        }

        return new(node);
    }

    // The attempt ended within its visit: the Retry node is looked at again in the same pass.
    private Outcome ExecuteTemplateAgain(string name, TemplateCall call, TemplateContext context, JsonObject arguments, ExecuteOptions options)
    {
        var outcome = ExecuteTemplate(name, call, context, arguments, options with { Flag = options.Flag is { Hooked: true } ? options.Flag : null });
        return outcome.Fault is { Kind: FaultKind.Error } fault && outcome.Node is { } node ? new(MarkNode(node, Phases.Error, fault.Message), fault) : outcome;
    }

    private JsonObject AttemptTemplate(string attemptName, JsonObject template, Dictionary<string, string> locals)
    {
        var text = GoJson.Text(template);
        if (!text.Contains("{{", StringComparison.Ordinal))
            return template;
        var key = attemptName + "\n" + locals["lastRetry.status"] + locals["lastRetry.exitCode"];
        if (_processed.TryGetValue(key, out var kept) && kept.Version == _globalsVersion && kept.Arguments == text)
            return kept.Template;
        var processed = SubstituteParameters(template.Clone(), locals);
        if (TemplateTypes.Of(processed) is "steps" or "dag")
            _processed[key] = (_globalsVersion, text, processed);
        return processed;
    }

    private static string DurationText(Node node)
    {
        if (node.FinishedAt is not { } finished || node.StartedAt is not { } started)
            return "0";
        return (Seconds(finished) - Seconds(started)).ToString(CultureInfo.InvariantCulture);
    }

    private static long Seconds(DateTime time) => time.Ticks / TimeSpan.TicksPerSecond;

    /// <summary>Looks at the last attempt; false while the next one has to wait.</summary>
    private bool AssessRetries(Node node, JsonObject strategy, ExecuteOptions options)
    {
        if (node.IsCompleted)
            return true;
        var attempts = Attempts(node);
        if (attempts.Count == 0)
            return true;
        var last = attempts[^1];
        if (last.Daemoned)
            node.Daemoned = true;
        if (!last.IsCompleted && last.Phase is not (Phases.Skipped or Phases.Omitted))
        {
            if (last.Daemoned)
                MarkNode(node, last.Phase);
            return true;
        }

        if (!last.IsFailedOrError)
        {
            node.Outputs = last.Outputs?.Clone();
            MarkNode(node, Phases.Succeeded);
            return true;
        }

        node.Daemoned = false;
        void GiveUp(string message) => MarkNode(node, last.Phase, message);
        if (IsShutdown || IsPastDeadline)
        {
            GiveUp(IsShutdown ? $"Stopped with strategy '{Shutdown}'" : $"retry exceeded workflow deadline {_deadline!.Value.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} +0000 UTC");
            return true;
        }

        if (strategy.Object("backoff") is { } backoff)
        {
            switch (AssessBackoff(node, backoff, strategy, attempts, options, GiveUp))
            {
                case false:
                    return false;
                case null:
                    return true;
            }
        }

        var policy = RetryPolicy(strategy);
        var (onFailed, onError) = policy switch
        {
            "Always" => (true, true),
            "OnError" => (false, true),
            "OnFailure" => (true, false),
            "OnTransientError" => IsTransient(last.Message) ? (true, true) : (false, false),
            _ => throw new OperationException($"{policy} is not a valid RetryPolicy"),
        };
        if ((last.Phase == Phases.Failed && !onFailed) || (last.Phase == Phases.Error && !onError))
        {
            GiveUp(last.Message);
            return true;
        }

        if (Limit(strategy) is { } limit && attempts.Count > limit)
        {
            GiveUp("No more retries left");
            return true;
        }

        if (strategy.Text("expression") is { Length: > 0 } expression && !EvaluateRetry(expression, attempts))
            GiveUp("retryStrategy.expression evaluated to false");
        return true;
    }

    private static long? Limit(JsonObject strategy)
    {
        if (strategy.Text("limit") is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit) ? limit : throw new OperationException($"value '{text}' cannot be resolved to an int");
    }

    private bool EvaluateRetry(string expression, List<Node> attempts)
    {
        var last = attempts[^1];
        var names = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["retries"] = (attempts.Count - 1).ToString(CultureInfo.InvariantCulture),
            ["lastRetry.exitCode"] = last.Outputs.Text("exitCode") ?? "-1",
            ["lastRetry.status"] = last.Phase,
            ["lastRetry.duration"] = DurationText(last),
            ["lastRetry.message"] = last.Message,
        };
        try
        {
            return ExpressionEvaluator.EvaluateBoolean(expression, names);
        }
        catch (ExpressionException e)
        {
            throw new OperationException(e.Message);
        }
    }

    // false: wait; null: given up; true: go on.
    private bool? AssessBackoff(Node node, JsonObject backoff, JsonObject strategy, List<Node> attempts, ExecuteOptions options, Action<string> giveUp)
    {
        DateTime? limit = null;
        if (backoff.Text("maxDuration") is { Length: > 0 } most)
        {
            limit = attempts[0].StartedAt!.Value + Durations.Parse(most);
            if (Now > limit)
            {
                giveUp("Max duration limit exceeded");
                return null;
            }
        }

        if (backoff.Text("duration") is not { Length: > 0 } text)
            throw new OperationException("no base duration specified for retryStrategy");
        var duration = Durations.Parse(text);
        var wait = duration;
        if (backoff.Text("factor") is { } factorText)
        {
            if (!int.TryParse(factorText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var factor))
                throw new OperationException($"value '{factorText}' cannot be resolved to an int");
            if (factor > 0)
                wait = TimeSpan.FromSeconds(Math.Min(duration.TotalSeconds * Math.Floor(Math.Pow(factor, attempts.Count - 1)), 1e9));
        }

        if (backoff.Text("cap") is { Length: > 0 } cap && Durations.Parse(cap) is var capped && wait > capped)
            wait = capped;
        var until = attempts[^1].FinishedAt!.Value + wait;
        if (limit is { } end && until > end)
        {
            giveUp("Backoff would exceed max duration limit");
            return null;
        }

        if (Now < until && strategy.Text("limit") is { } limitText && int.TryParse(limitText, CultureInfo.InvariantCulture, out var limitNumber) && attempts.Count <= limitNumber)
        {
            Wake(until);
            MarkNode(node, node.Phase, $"Backoff for {Durations.Words(wait)}");
            return false;
        }

        options.ExecutionDeadline = limit;
        MarkNode(node, node.Phase, "");
        return true;
    }

    private static bool IsTransient(string message) => message.Contains("i/o timeout", StringComparison.Ordinal) || message.Contains("connection reset by peer", StringComparison.Ordinal)
        || message.Contains("TLS handshake timeout", StringComparison.Ordinal) || message.Contains("exceeded quota", StringComparison.Ordinal);
}
