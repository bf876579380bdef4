using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argosy.Engine.Store;
using Argosy.Yaml;

namespace Argosy.Conformance;

/// <summary>Plays one recorded run as a user does: the built tool runs the file in a store of its own, commands are given by the tool meanwhile.</summary>
internal static partial class ToolPlay
{
    private static readonly string s_tool = Path.Combine(AppContext.BaseDirectory, "argosy.dll");

    public static async Task<(string? Difference, string? Skip)> PlayAsync(Record record, CancellationToken cancellation)
    {
        if (JsonNode.Parse(record.Data.GetRawText()) is not JsonObject data || data["end"] is not JsonObject end || data["workflow"] is not JsonObject recorded)
            return (null, "no workflow came to be");
        if (data["submit"] is not null)
            return (null, "submitted by a command that another test compares");
        var documents = ManifestReader.Read(data["yaml"]!.GetValue<string>(), record.Id).Documents.Select(d => NodeJson.ToJson(d.Root)).ToList();
        if (documents.LastOrDefault(d => d["kind"]?.GetValue<string>() == "Workflow") is not { } workflow)
            return (null, "not a Workflow");
        RunPlay.Prepare(workflow, recorded);
        var name = workflow["metadata"]!["name"]!.GetValue<string>();
        if (record.Area == "examples")
            documents.InsertRange(0, RunPlay.Helpers.Value.Where(h => !documents.Exists(d => RunPlay.Name(d) == RunPlay.Name(h))));

        var folder = Directory.CreateTempSubdirectory("argosy-tool-").FullName;
        try
        {
            var file = Path.Combine(folder, "run.yaml");
            await File.WriteAllTextAsync(file, string.Join("\n---\n", documents.Select(d => d.ToJsonString())), cancellation);
            var until = data["until"]?.GetValue<string>() ?? (data["timedOut"] is not null ? "20s" : null);
            string[] words = ["run", file, "-o", "json", "--image-map", "*=host sh", .. until is null ? (string[])[] : ["--until", until, "--argo-hangs"]];
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            stop.CancelAfter(TimeSpan.FromSeconds(240));
            var run = ToolAsync(folder, words, stop.Token);
            var runs = new LocalRuns(Path.Combine(folder, "home"));
            foreach (var line in (data["do"] as JsonArray ?? []).Select(c => c!.ToString()))
            {
                var match = Line().Match(line);
                var condition = match.Groups[1].Value.Replace("{name}", name, StringComparison.Ordinal);
                var command = Word().Matches(match.Groups[2].Value.Replace("{name}", name, StringComparison.Ordinal)).Select(m => Unquoted().Replace(m.Value, "$1$2")).ToArray();
                await UntilAsync(runs, name, condition, stop.Token);
                if (command is not ["argo", var verb, ..] || verb is "delete" or "resubmit")
                    continue;
                await ToolAsync(folder, command[1..], stop.Token);
            }

            var (stdout, stderr) = await run;
            // A retry goes on in an engine of its own.
            for (var wait = 0; wait < 1200 && data["do"] is not null && until is null && runs.IsAlive(name); wait++)
                await Task.Delay(100, stop.Token);
            var isOne = documents.Count(d => d["kind"]?.ToString() == "Workflow") == 1 && data["do"] is null;
            var result = isOne ? (JsonObject?)JsonNode.Parse(stdout.Length == 0 ? "null" : stdout) : runs.Get(name);
            if (result is null)
                return ($"the tool printed nothing: {stderr}", null);
            List<string> varies = [.. (data["varies"] as JsonArray ?? []).Select(v => v!.ToString())];
            return (RunComparison.Differences(end, result, until is not null, varies), null);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ("did not end within four minutes", null);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(string Out, string Error)> ToolAsync(string folder, string[] words, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", s_tool, .. words]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["ARGOSY_HOME"] = Path.Combine(folder, "home");
        start.Environment["KUBECONFIG"] = Path.Combine(folder, "none");
        start.Environment.Remove("ARGO_SERVER");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var error = process.StandardError.ReadToEndAsync(cancellation);
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Waits until a node (or the workflow) is in a phase, so many seconds, or (without a phase) until the run has ended.</summary>
    private static async Task UntilAsync(LocalRuns runs, string name, string condition, CancellationToken cancellation)
    {
        if (condition.StartsWith('+'))
        {
            await Task.Delay(TimeSpan.FromSeconds(double.Parse(condition[1..].TrimEnd('s'), CultureInfo.InvariantCulture)), cancellation);
            return;
        }

        var equals = condition.LastIndexOf('=');
        var (node, phase) = (condition[..equals], condition[(equals + 1)..]);
        for (var i = 0; i < 600; i++)
        {
            var status = runs.Get(name)?["status"] as JsonObject;
            var isOver = status?["finishedAt"] is not null && status["phase"]?.ToString() is "Succeeded" or "Failed" or "Error";
            var holds = node == "workflow"
                ? status?["phase"]?.ToString() == phase
                : (status?["nodes"] as JsonObject ?? []).Any(n => (n.Value!["displayName"]!.ToString() == node || n.Value!["name"]!.ToString() == node) && n.Value!["phase"]!.ToString() == phase);
            if (holds || isOver)
                return;
            await Task.Delay(100, cancellation);
        }
    }

    [GeneratedRegex(@"^@(\+\S+|.+?=[A-Z]\w+) (.*)$", RegexOptions.Singleline)]
    private static partial Regex Line();

    [GeneratedRegex(@"(?:'[^']*'|""[^""]*""|[^\s'""])+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^'([^']*)'$|^""([^""]*)""$")]
    private static partial Regex Unquoted();
}
