using System.Text.Json.Nodes;
using Argosy.Workflows;

namespace Argosy.Runtime.Tests.Workflows;

public class RetryPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Only_what_has_failed_and_what_comes_after_it_is_done_again()
    {
        var workflow = new TestWorkflow("w", "Failed")
            .Add("w[0]", "StepGroup", "Succeeded", "w", "w")
            .Add("w[0].fetch", "Pod", "Succeeded", "w", "w[0]")
            .Add("w[1]", "StepGroup", "Failed", "w", "w[0].fetch")
            .Add("w[1].good", "Pod", "Succeeded", "w", "w[1]")
            .Add("w[1].bad", "Pod", "Failed", "w", "w[1]")
            .Add("w[2]", "StepGroup", "Omitted", "w", "w[1].bad")
            .Add("w.onExit", "Pod", "Succeeded", null);

        var (result, pods) = Plan(workflow);

        Assert.Equal(
            new Dictionary<string, string> { ["w"] = "Running", ["w[0]"] = "Succeeded", ["w[0].fetch"] = "Succeeded", ["w[1]"] = "Running", ["w[1].good"] = "Succeeded" },
            TestWorkflow.Phases(result));
        Assert.Equal(["w[1].good"], ((JsonArray)result.At("status", "nodes", "w[1]", "children")!).Select(id => (string)id!));
        Assert.Equal(2, pods.Count);
    }

    [Fact]
    public void The_workflow_begins_anew_without_what_its_end_left()
    {
        var (result, _) = Plan(new TestWorkflow("w", "Failed").Add("w[0]", "StepGroup", "Failed", "w", "w").Add("w[0].bad", "Pod", "Error", "w", "w[0]"));

        Assert.Null(result.At("spec", "shutdown"));
        Assert.Null(result.At("spec", "activeDeadlineSeconds"));
        Assert.Null(result.At("metadata", "labels", WorkflowStates.LabelCompleted));
        Assert.Equal("Failed", result.TextAt("metadata", "labels", WorkflowStates.LabelPhase));
        Assert.Equal("", result.TextAt("status", "message"));
        Assert.Equal("2026-01-02T00:00:00Z", result.TextAt("status", "startedAt"));
        Assert.Null(result["status"]!["finishedAt"]);
        Assert.Equal("False", result.ItemsAt("status", "conditions").Single().TextAt("status"));
        Assert.Equal("", result.TextAt("status", "nodes", "w[0]", "message"));
    }

    [Fact]
    public void All_attempts_of_a_retried_step_go_and_counting_starts_at_0()
    {
        var (result, pods) = Plan(new TestWorkflow("w", "Failed")
            .Add("w[0]", "StepGroup", "Failed", "w", "w")
            .Add("w[0].try", "Retry", "Failed", "w", "w[0]")
            .Add("w[0].try(0)", "Pod", "Failed", "w", "w[0].try")
            .Add("w[0].try(1)", "Pod", "Failed", "w", "w[0].try"));

        Assert.Equal(["w", "w[0]", "w[0].try"], TestWorkflow.Phases(result).Keys.Order(StringComparer.Ordinal));
        Assert.Equal("Running", result.TextAt("status", "nodes", "w[0].try", "phase"));
        Assert.Null(result.At("status", "nodes", "w[0].try", "children"));
        Assert.Equal(2, pods.Count);
    }

    [Fact]
    public void A_failure_with_a_success_below_it_stays()
    {
        // The pod failed, its exit hook went well: Argo leaves both, and the workflow fails again.
        var (result, pods) = Plan(new TestWorkflow("w", "Failed")
            .Add("w[0]", "StepGroup", "Failed", "w", "w")
            .Add("w[0].bad", "Pod", "Failed", "w", "w[0]")
            .Add("w[0].bad.onExit", "Pod", "Succeeded", "w", "w[0].bad"));

        Assert.Equal("Failed", result.TextAt("status", "nodes", "w[0].bad", "phase"));
        Assert.Empty(pods);
    }

    [Fact]
    public void New_values_come_first_and_make_the_good_ones_of_the_group_run_again()
    {
        var (result, _) = Plan(
            new TestWorkflow("w", "Failed").Add("w[0]", "StepGroup", "Failed", "w", "w").Add("w[0].good", "Pod", "Succeeded", "w", "w[0]").Add("w[0].bad", "Pod", "Failed", "w", "w[0]"),
            parameters: ["size=2=3"]);

        Assert.Equal(["w", "w[0]"], TestWorkflow.Phases(result).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["size=2=3", "keep=k"], result.ItemsAt("spec", "arguments", "parameters").Select(p => $"{p.TextAt("name")}={p.TextAt("value")}"));
    }

    [Fact]
    public void A_finished_one_is_done_again_only_where_a_selector_says_what()
    {
        var workflow = new TestWorkflow("w", "Succeeded").Add("w[0]", "StepGroup", "Succeeded", "w", "w").Add("w[0].a", "Pod", "Succeeded", "w", "w[0]").Add("w[0].b", "Pod", "Succeeded", "w", "w[0]");

        var refusal = Assert.Throws<WorkflowClientException>(() => Plan(workflow));
        Assert.Equal("To retry a succeeded workflow, set the options restartSuccessful and nodeFieldSelector", refusal.Description);
        Assert.Equal("Cannot retry a workflow in phase Running", Assert.Throws<WorkflowClientException>(() => Plan(new TestWorkflow("w", "Running"))).Description);

        var (result, _) = Plan(workflow, restart: true, selector: "name=w[0].a");
        Assert.Equal(["w", "w[0]", "w[0].b"], TestWorkflow.Phases(result).Keys.Order(StringComparer.Ordinal));
    }

    private static (JsonObject Workflow, IReadOnlyList<string> Pods) Plan(TestWorkflow workflow, bool restart = false, string selector = "", IReadOnlyList<string>? parameters = null) =>
        RetryPlan.Of(workflow.Object, restart, selector, parameters ?? [], (_, _, _) => { }, Now);
}
