using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argosy.Engine;
using Argosy.Workflows;

namespace Argosy.Conformance;

/// <summary>Gives a run the commands that its record was given, each when its condition holds: <c>@NODE=PHASE command</c> or <c>@+3s command</c>.</summary>
internal sealed partial class RunCommands(WorkflowEngine engine, ScaledClock clock, IReadOnlyList<string> commands)
{
    private Task<JsonObject>? _running;
    private RunHost? _host;

    public async Task<JsonObject> PlayAsync(RunHost host, CancellationToken cancellation)
    {
        Start(host, cancellation);
        foreach (var line in commands)
        {
            var match = Line().Match(line);
            await UntilAsync(match.Groups[1].Value.Replace("{name}", host.Name, StringComparison.Ordinal), cancellation);
            var words = Words(match.Groups[2].Value);
            if (words is ["argo", ..])
                await ApplyAsync(words[1..], cancellation);
        }

        return await _running!;
    }

    /// <summary>The object as it stands.</summary>
    public JsonObject Snapshot() => _host!.Snapshot();

    private void Start(RunHost host, CancellationToken cancellation)
    {
        _host = host;
        _running = engine.RunAsync(host, cancellation);
    }

    private async Task UntilAsync(string condition, CancellationToken cancellation)
    {
        if (condition.StartsWith('+'))
        {
            await clock.Delay(TimeSpan.FromSeconds(double.Parse(condition[1..].TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture)), cancellation);
            return;
        }

        var equals = condition.LastIndexOf('=');
        var (node, phase) = (condition[..equals], condition[(equals + 1)..]);
        for (var i = 0; i < 1000; i++)
        {
            var status = Snapshot()["status"] as JsonObject;
            var holds = node == "workflow"
                ? status?["phase"]?.ToString() == phase
                : (status?["nodes"] as JsonObject ?? []).Any(n => (n.Value!["displayName"]!.ToString() == node || n.Value!["name"]!.ToString() == node) && n.Value!["phase"]!.ToString() == phase);
            if (holds || _running!.IsCompleted)
                return;
            await Task.Delay(10, cancellation);
        }
    }

    private async Task ApplyAsync(string[] words, CancellationToken cancellation)
    {
        var selector = Option(words, "--node-field-selector") ?? "";
        var message = Option(words, "--message") ?? Option(words, "-m") ?? "";
        try
        {
            if (words[0] == "retry")
            {
                await _running!;
                var (retried, _) = RetryPlan.Of(Snapshot(), words.Contains("--restart-successful"), selector, [], (_, _, _) => { }, clock.GetUtcNow());
                Start(engine.Continue(retried), cancellation);
                return;
            }

            if (words[0] is "stop" or "terminate" or "suspend" or "resume" or "node")
                await _host!.UpdateAsync(workflow => Change(workflow, words, selector, message));
        }
        catch (Exception e) when (e is WorkflowClientException or OperationException or FormatException)
        {
            // A command that Argo refuses leaves the run as it is; its text is compared elsewhere.
        }
    }

    private JsonObject Change(JsonObject workflow, string[] words, string selector, string message)
    {
        var spec = (JsonObject)workflow["spec"]!;
        void Set(string phase, IReadOnlyDictionary<string, string> outputs) =>
            SuspendedNodes.Set(workflow, FieldSelector.Parse(selector, out _)!, selector, new SuspendedNodeChange(phase, message, outputs), clock.GetUtcNow());
        switch (words[0])
        {
            case "stop" when selector.Length > 0:
                Set("Failed", new Dictionary<string, string>());
                break;
            case "stop" or "terminate":
                spec["shutdown"] = words[0] == "stop" ? "Stop" : "Terminate";
                break;
            case "suspend":
                spec["suspend"] = true;
                break;
            case "resume" when selector.Length > 0:
                Set("Succeeded", new Dictionary<string, string>());
                break;
            case "resume":
                SuspendedNodes.Resume(workflow, null, clock.GetUtcNow());
                break;
            case "node" when selector.Length > 0 && (Option(words, "--phase") ?? "") is "" or "Succeeded" or "Failed" or "Error":
                var outputs = new Dictionary<string, string>(StringComparer.Ordinal);
                for (var i = 0; i < words.Length - 1; i++)
                    if (words[i] is "-p" or "--output-parameter" && words[i + 1].Split('=', 2) is [var name, var value])
                        outputs[name] = Unquoted(value);
                Set(Option(words, "--phase") ?? "", outputs);
                break;
        }

        return workflow;
    }

    // A value in double quotes is read as Go reads a string.
    private static string Unquoted(string value) => value is ['"', .., '"'] && JsonNode.Parse(value) is JsonValue text ? text.ToString() : value;

    private static string? Option(string[] words, string name) => Array.IndexOf(words, name) is >= 0 and var at && at + 1 < words.Length ? words[at + 1] : null;

    private static string[] Words(string command) => [.. Word().Matches(command).Select(m => m.Value.Replace("'", "", StringComparison.Ordinal)).Select(w => w.StartsWith('"') ? w.Trim('"') : w)];

    [GeneratedRegex(@"^@(\+\S+|.+?=[A-Z]\w+) (.*)$", RegexOptions.Singleline)]
    private static partial Regex Line();

    [GeneratedRegex(@"'[^']*'|""[^""]*""|\S+")]
    private static partial Regex Word();
}
