using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Argosy.Tool.Tests.Running;

/// <summary>
/// Every example of Argo through <c>argosy run</c> on this machine, into the table <c>docs/engine-coverage.md</c>. It takes minutes, so it runs when
/// <c>ARGOSY_WRITE_COVERAGE</c> is set.
/// </summary>
public sealed partial class EngineCoverage
{
    private const string Limit = "40s";

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [Fact]
    public async Task The_table_of_all_examples()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ARGOSY_WRITE_COVERAGE") is { Length: > 0 }, "set ARGOSY_WRITE_COVERAGE=1 to run all examples and write docs/engine-coverage.md");
        var repository = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));
        var examples = Environment.GetEnvironmentVariable("ARGOSY_CORPUS") is { Length: > 0 } named ? Path.Combine(named, "examples") : Path.Combine(repository, "..", "shared", "argo", "examples");
        Assert.SkipUnless(Directory.Exists(examples), "no examples of Argo: set ARGOSY_CORPUS");
        var files = Directory.EnumerateFiles(examples, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        // Examples use each other's templates, which a cluster would have.
        var helpers = files.Where(f => Regex.IsMatch(File.ReadAllText(f), "^kind: (WorkflowTemplate|ClusterWorkflowTemplate)", RegexOptions.Multiline) && !Regex.IsMatch(File.ReadAllText(f), "^kind: (Workflow|CronWorkflow)$", RegexOptions.Multiline)).ToList();
        var configs = files.Where(f => Regex.IsMatch(File.ReadAllText(f), "^kind: (ConfigMap|Secret)", RegexOptions.Multiline) && !File.ReadAllText(f).Contains("artifactRepository", StringComparison.Ordinal)).ToList();
        var rows = new string[files.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, files.Count), new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
            rows[i] = await RowAsync(files[i], Path.GetRelativePath(examples, files[i]), [.. helpers.Where(h => h != files[i])], configs));
        var text = new StringBuilder("# Argo's examples on this engine\n\nMade by the test `EngineCoverage` (`ARGOSY_WRITE_COVERAGE=1`): each file with `argosy run FILE --backend host --image-map tests/Tool.Tests/Running/corpus.images --until "
            + Limit + "`, without a network.\nAn image is the machine's own programs there; an example whose image has programs of its own fails for want of them, as it would in a cluster with a wrong image.\n\n| example | what happens |\n|---|---|\n");
        foreach (var row in rows)
            text.Append(row).Append('\n');
        text.Append('\n');
        foreach (var group in rows.GroupBy(r => Kind().Match(r).Value).OrderByDescending(g => g.Count()))
            text.Append("- ").Append(group.Key).Append(": ").Append(group.Count()).Append('\n');
        await File.WriteAllTextAsync(Path.Combine(repository, "docs", "engine-coverage.md"), text.ToString(), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(rows, r => r.Contains("crashed", StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_names_every_example()
    {
        var repository = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));
        var examples = Environment.GetEnvironmentVariable("ARGOSY_CORPUS") is { Length: > 0 } named ? Path.Combine(named, "examples") : Path.Combine(repository, "..", "shared", "argo", "examples");
        Assert.SkipUnless(Directory.Exists(examples), "no examples of Argo: set ARGOSY_CORPUS");
        var page = File.ReadAllText(Path.Combine(repository, "docs", "engine-coverage.md"));
        var missing = Directory.EnumerateFiles(examples, "*.yaml", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(examples, f)).Where(f => !page.Contains($"| `{f}` |", StringComparison.Ordinal));
        Assert.Empty(missing);
        Assert.DoesNotContain("crashed", page, StringComparison.Ordinal);
    }

    private static async Task<string> RowAsync(string file, string name, List<string> helpers, List<string> configs)
    {
        var home = Directory.CreateTempSubdirectory("argosy-coverage-").FullName;
        try
        {
            var text = await File.ReadAllTextAsync(file);
            if (!Regex.IsMatch(text, "^kind: (Workflow|CronWorkflow)$|\"kind\": *\"(Workflow|CronWorkflow)\"", RegexOptions.Multiline))
                return $"| `{name}` | serves other examples: {string.Join(", ", Regex.Matches(text, "^kind: (\\w+)", RegexOptions.Multiline).Select(m => m.Groups[1].Value).Distinct())} |";
            var start = new ProcessStartInfo("dotnet") { WorkingDirectory = home, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var word in new[] { Path.Combine(AppContext.BaseDirectory, "argosy.dll"), "run", file }.Concat(helpers.Where(h => Uses(text, h)))
                .Concat(["--backend", "host", "--image-map", Path.Combine(Here(), "corpus.images"), "--until", Limit, "-q", "-o", "json"]).Concat(configs.Where(c => c != file).SelectMany(c => new[] { "--configmap", c })))
                start.ArgumentList.Add(word);
            start.Environment["PATH"] = Path.Combine(Here(), "Programs") + ":" + Environment.GetEnvironmentVariable("PATH");
            start.Environment.Remove("ARGOSY_HOME");
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = (await process.StandardError.ReadToEndAsync()).Trim();
            await process.WaitForExitAsync();
            var json = (await output).Trim();
            if (json.StartsWith('{') && Status(json) is { } status)
            {
                var phase = status["phase"]?.ToString() ?? "";
                var message = Cause(status) is { Length: > 0 } told ? ": " + told : "";
                return $"| `{name}` | {(phase is "Running" or "Pending" or "" ? $"still {(phase.Length == 0 ? "Pending" : phase)} after {Limit}" : phase)}{Cell(message)} |";
            }
            return errors.Contains("   at ", StringComparison.Ordinal) ? $"| `{name}` | crashed: {Cell(errors)} |" : $"| `{name}` | refused: {Cell(errors)} |";
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    /// <summary>Why it ended so, or what it waits for: the leaf says more than the workflow, which only names the node.</summary>
    private static string Cause(JsonObject status)
    {
        var leaf = (status["nodes"] as JsonObject ?? []).Select(n => n.Value).FirstOrDefault(n =>
            n?["type"]?.ToString() is "Pod" or "HTTP" or "Suspend" && n["phase"]?.ToString() is "Failed" or "Error" or "Running" or "Pending" && n["type"]?.ToString() is "Pod" or "HTTP" or "Suspend");
        var own = status["message"]?.ToString() ?? "";
        return status["phase"]?.ToString() == "Succeeded" ? "" : leaf is null ? own
            : $"`{leaf["displayName"]}` is {leaf["phase"]}{(leaf["message"]?.ToString() is { Length: > 0 } why ? ": " + why : leaf["type"]?.ToString() == "Suspend" ? ", waits to be resumed" : "")}";
    }

    private static JsonObject? Status(string json)
    {
        try
        {
            return JsonNode.Parse(json)?["status"] as JsonObject ?? [];
        }
        catch (System.Text.Json.JsonException)
        {
            // Several workflows in one file: the last one speaks for all.
            var last = json.LastIndexOf("\n{", StringComparison.Ordinal);
            return last < 0 ? null : JsonNode.Parse(json[last..])?["status"] as JsonObject;
        }
    }

    private static bool Uses(string text, string helper) =>
        Regex.Matches(File.ReadAllText(helper), "^  name: (\\S+)", RegexOptions.Multiline).Any(m => text.Contains(m.Groups[1].Value, StringComparison.Ordinal));

    private static string Cell(string text)
    {
        var one = string.Join(" ", text.Replace("|", "\\|", StringComparison.Ordinal).Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        one = Temporary().Replace(one, "…");
        return one.Length > 240 ? one[..240] + "…" : one;
    }

    [GeneratedRegex("/tmp/argosy-coverage-\\w+")]
    private static partial Regex Temporary();

    [GeneratedRegex("(?<=\\| )(Succeeded|Failed|Error|refused|serves|still \\w+|crashed)")]
    private static partial Regex Kind();
}
