using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argosy.Cli;
using Argosy.Workflows;

namespace Argosy.Runtime.Tests.Kubernetes.Cluster;

/// <summary>The commands, as a person gives them, on objects of a real API server; a test plays the controller.</summary>
[Collection("cluster")]
public sealed class ClusterCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("argosy-commands-").FullName;
    private readonly List<string> _seen = [];
    private string _namespace = "";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Workflows_are_submitted_shown_changed_and_deleted()
    {
        await using var client = TestCluster.Client();
        _namespace = await TestCluster.NamespaceAsync(client, Cancelled);
        var controller = new TestController(client, _namespace);
        var file = Write("wf.json", TestCluster.Workflow("one"));

        Assert.Contains("name: one", await Good("submit", file, "--dry-run", "-o", "yaml"), StringComparison.Ordinal);
        Assert.Equal("one\n", await Good("submit", file, "--server-dry-run", "-o", "name"));
        Assert.Equal("No workflows found\n", await Good("list"));
        Assert.Contains("Status:              Pending", await Good("submit", file, "-l", "team=blue", "--priority", "3"), StringComparison.Ordinal);
        Assert.Contains("already exists", await Bad("submit", file), StringComparison.Ordinal);
        Assert.Equal("one\n", await Good("list", "-l", "team=blue", "-o", "name"));
        Assert.Equal("No workflows found\n", await Good("list", "-l", "team=red"));
        Assert.Contains("one", await Good("list", "-A", "--field-selector", "metadata.name=one"), StringComparison.Ordinal);

        await controller.SetAsync("one", "Running", TestController.Nodes("one", "Running", leaves: 3), Cancelled);
        Assert.Contains("├─● task(0:0)", await Good("get", "one"), StringComparison.Ordinal);
        Assert.Contains("one", await Good("get", "@latest"), StringComparison.Ordinal);
        Assert.Equal("workflow one suspended\n", await Good("suspend", "one"));
        Assert.Contains("Running (Suspended)", await Good("get", "one"), StringComparison.Ordinal);
        Assert.Equal("workflow one resumed\n", await Good("resume", "one"));
        Assert.Contains("no suspend nodes matching", await Bad("node", "set", "one", "--phase", "Succeeded", "--node-field-selector", "displayName=x"), StringComparison.Ordinal);
        Assert.Equal("workflow one stopped\n", await Good("stop", "one"));
        Assert.Equal("workflow one terminated\n", await Good("terminate", "-l", "team=blue"));

        await controller.SetAsync("one", "Failed", TestController.Nodes("one", "Failed"), Cancelled);
        Assert.Contains("cannot shutdown a completed workflow", await Bad("stop", "one"), StringComparison.Ordinal);
        Assert.StartsWith("one Failed at ", (await Run("wait", "one")).Output, StringComparison.Ordinal);
        Assert.Contains("Status:              Pending", await Good("retry", "one"), StringComparison.Ordinal);
        await controller.SetAsync("one", "Failed", TestController.Nodes("one", "Failed"), Cancelled);
        var again = (await Good("resubmit", "one", "-o", "name")).Trim();
        Assert.StartsWith("one-", again, StringComparison.Ordinal);
        Assert.Contains(again, await Good("list", "--resubmitted"), StringComparison.Ordinal);

        Assert.Equal($"Workflow '{again}' deleted\n", await Good("delete", again));
        Assert.Equal("Workflow 'one' deleted\n", await Good("delete", "--completed"));
        Assert.Contains("workflows.argoproj.io \"one\" not found", await Bad("get", "one"), StringComparison.Ordinal);
        NoSecretWasSeen();
    }

    [Fact]
    public async Task Templates_and_cron_workflows_are_made_shown_changed_and_deleted()
    {
        await using var client = TestCluster.Client();
        _namespace = await TestCluster.NamespaceAsync(client, Cancelled);
        var template = TestCluster.Workflow("shared");
        template["kind"] = "WorkflowTemplate";
        var templateFile = Write("template.json", template);
        var cron = new JsonObject
        {
            ["apiVersion"] = "argoproj.io/v1alpha1",
            ["kind"] = "CronWorkflow",
            ["metadata"] = new JsonObject { ["name"] = "nightly" },
            ["spec"] = new JsonObject { ["schedules"] = new JsonArray("0 3 * * *"), ["workflowSpec"] = JsonNode.Parse("""{"entrypoint": "main", "templates": [{"name": "main", "container": {"image": "a", "command": ["a"]}}]}""") },
        };
        var cronFile = Write("cron.json", cron);

        Assert.Contains("no linting errors found", await Good("template", "lint", templateFile), StringComparison.Ordinal);
        Assert.Contains("Name:                shared", await Good("template", "create", templateFile), StringComparison.Ordinal);
        Assert.Equal("shared\n", await Good("template", "list", "-o", "name"));
        Assert.Contains("entrypoint", await Good("template", "get", "shared", "-o", "yaml"), StringComparison.Ordinal);
        await Good("template", "update", templateFile);
        var name = (await Good("submit", "--from", "wftmpl/shared", "-o", "name")).Trim();
        Assert.StartsWith("shared-", name, StringComparison.Ordinal);
        Assert.Equal("WorkflowTemplate 'shared' deleted\n", await Good("template", "delete", "shared"));

        Assert.Contains("no linting errors found", await Good("cron", "lint", cronFile), StringComparison.Ordinal);
        await Good("cron", "create", cronFile);
        Assert.Contains("nightly", await Good("cron", "list"), StringComparison.Ordinal);
        Assert.Equal("CronWorkflow 'nightly' suspended\n", await Good("cron", "suspend", "nightly"));
        Assert.Matches("Suspended: +true", await Good("cron", "get", "nightly"));
        Assert.Equal("CronWorkflow 'nightly' resumed\n", await Good("cron", "resume", "nightly"));
        await Good("cron", "update", cronFile);
        Assert.StartsWith("nightly-", await Good("submit", "--from", "cronwf/nightly", "-o", "name"), StringComparison.Ordinal);
        var backfill = await Good("cron", "backfill", "nightly", "--name", "gap", "--start", "2026-01-05T00:00:00Z", "--end", "2026-01-08T00:00:00Z");
        Assert.Contains("Total Backfill Schedule: 3 ", backfill, StringComparison.Ordinal);
        Assert.Contains("backfill-wf-", await Good("list", "-l", $"{CronBackfill.Label}=nightly"), StringComparison.Ordinal);
        await Good("cron", "delete", "nightly");
        Assert.DoesNotContain("nightly", await Good("cron", "list"), StringComparison.Ordinal);
        NoSecretWasSeen();
    }

    [Fact]
    public async Task A_submitted_workflow_is_watched_while_its_controller_works()
    {
        await using var client = TestCluster.Client();
        _namespace = await TestCluster.NamespaceAsync(client, Cancelled);
        var controller = new TestController(client, _namespace);
        var watching = Run("submit", Write("wf.json", TestCluster.Workflow("seen")), "--watch");
        for (var attempt = 0; attempt < 100 && (await ClusterTests.NamesAsync(client, _namespace, ListSelection.All)).Count == 0; attempt++) await Task.Delay(100, Cancelled);

        await controller.SetAsync("seen", "Running", TestController.Nodes("seen", "Running", leaves: 2), Cancelled);
        await Task.Delay(1500, Cancelled);
        await controller.SetAsync("seen", "Succeeded", TestController.Nodes("seen", "Succeeded", leaves: 2), Cancelled);
        var (exit, output, error) = await watching.WaitAsync(TimeSpan.FromSeconds(60), Cancelled);

        Assert.Equal(0, exit);
        var pictures = Regex.Split(output, "(?m)^(?=Name: )").Where(text => text.Length > 0).ToList();
        Assert.True(pictures.Count >= 4, output);
        Assert.Contains("Status:              Pending", pictures[0], StringComparison.Ordinal);
        Assert.Contains(pictures, picture => picture.Contains("● seen", StringComparison.Ordinal));
        Assert.Contains("✔ seen", pictures[^1], StringComparison.Ordinal);
        Assert.Equal(pictures.Count - 1, Regex.Count(error, Regex.Escape("\u001b[H\u001b[2J\u001b[0;0H")));
    }

    // Tokens, keys and passwords of the kubeconfig, in any output, at the highest verbosity.
    private void NoSecretWasSeen()
    {
        var secrets = Regex.Matches(File.ReadAllText(TestCluster.Kubeconfig), @"(?m)^\s*(?:token|password|client-key-data):\s*""?([^""\s]+)").Select(match => match.Groups[1].Value).ToList();
        Assert.All(_seen, text => Assert.DoesNotContain(secrets, secret => text.Contains(secret, StringComparison.Ordinal)));
    }

    private string Write(string name, JsonObject content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content.ToJsonString());
        return path;
    }

    private async Task<string> Good(params string[] arguments)
    {
        var (exit, output, error) = await Run(arguments);
        Assert.True(exit == 0, $"{string.Join(' ', arguments)}: exit code {exit}\n{error}");
        return output;
    }

    private async Task<string> Bad(params string[] arguments)
    {
        var (exit, _, error) = await Run(arguments);
        Assert.Equal(1, exit);
        return error;
    }

    private async Task<(int Exit, string Output, string Error)> Run(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var context = new CliContext
        {
            Out = output,
            Error = error,
            CurrentDirectory = _folder,
            Environment = variable => variable switch { "KUBECONFIG" => TestCluster.Kubeconfig, "ARGO_NAMESPACE" => _namespace, "ARGOSY_HOME" => _folder, _ => null },
        };
        var exit = await new CliFrame(context).RunAsync([.. arguments, "--verbose"], Cancelled);
        var result = (exit, output.ToString(), error.ToString());
        lock (_seen) _seen.Add(result.Item2 + result.Item3);
        return result;
    }
}
