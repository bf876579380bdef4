using System.Text.Json.Nodes;
using Argosy.Workflows;

namespace Argosy.Runtime.Tests.Workflows;

public class ResubmissionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_new_workflow_has_the_old_ones_spec_and_nothing_of_its_run()
    {
        var old = Failed();
        var result = Again(old, parameters: ["keep=new"]);

        Assert.Equal("w-", result.TextAt("metadata", "generateName"));
        Assert.Equal("", result.Name());
        Assert.Null(result["status"]);
        Assert.Null(result.At("spec", "shutdown"));
        Assert.Equal("w", result.TextAt("metadata", "labels", WorkflowStates.LabelPreviousWorkflow));
        Assert.Equal("blue", result.TextAt("metadata", "labels", "team"));
        Assert.Null(result.At("metadata", "labels", WorkflowStates.LabelPhase));
        Assert.Equal(["keep=new", "size=1"], result.ItemsAt("spec", "arguments", "parameters").Select(p => $"{p.TextAt("name")}={p.TextAt("value")}"));
        Assert.Equal("Stop", old.TextAt("spec", "shutdown"));
    }

    [Fact]
    public void With_memory_the_good_pods_are_skipped_and_keep_what_they_made()
    {
        var result = Again(Failed(), memoized: true);

        var name = result.Name();
        Assert.Matches("^w-[a-z0-9]{5}$", name);
        var nodes = result.Nodes().ToDictionary(node => node.Value.TextAt("name"), node => node.Value);
        Assert.Equal([name, $"{name}[0]", $"{name}[0].bad", $"{name}[0].good"], nodes.Keys.Order(StringComparer.Ordinal));

        var good = nodes[$"{name}[0].good"];
        Assert.Equal(("Skipped", "Skipped", "original pod: w[0].good"), (good.TextAt("type"), good.TextAt("phase"), good.TextAt("message")));
        Assert.Equal("7", good.ItemsAt("outputs", "parameters").Single().TextAt("value"));
        Assert.Equal("2026-01-02T00:00:00Z", good.TextAt("finishedAt"));

        var bad = nodes[$"{name}[0].bad"];
        Assert.Equal(("Pod", "Pending", ""), (bad.TextAt("type"), bad.TextAt("phase"), bad.TextAt("message")));
        Assert.Null(bad["startedAt"]);

        // The IDs are those of the new names, everywhere.
        Assert.All(nodes, node => Assert.Equal(WorkflowStates.NodeId(name, node.Key), node.Value.TextAt("id")));
        Assert.Equal(WorkflowStates.NodeId(name, name), nodes[$"{name}[0]"].TextAt("boundaryID"));
    }

    [Fact]
    public void Only_what_has_failed_has_something_to_remember()
    {
        var refusal = Assert.Throws<WorkflowClientException>(() => Again(new TestWorkflow("w", "Succeeded").Object, memoized: true));
        Assert.Equal("workflow must be Failed/Error to resubmit in memoized mode", refusal.Description);
    }

    private static JsonObject Failed()
    {
        var workflow = new TestWorkflow("w", "Failed")
            .Add("w[0]", "StepGroup", "Failed", "w", "w").Add("w[0].good", "Pod", "Succeeded", "w", "w[0]").Add("w[0].bad", "Pod", "Failed", "w", "w[0]").Add("w.onExit", "Pod", "Succeeded", null).Object;
        workflow["status"]!["nodes"]!["w[0].good"]!["outputs"] = JsonNode.Parse("""{"parameters": [{"name": "n", "value": "7"}]}""");
        return workflow;
    }

    private static JsonObject Again(JsonObject old, bool memoized = false, IReadOnlyList<string>? parameters = null) =>
        Resubmission.Of(old, memoized, parameters ?? [], null, (_, _, _) => { }, Now);
}
