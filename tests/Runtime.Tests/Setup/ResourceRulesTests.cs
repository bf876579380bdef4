using System.Text.Json.Nodes;
using Argosy.Setup;

namespace Argosy.Runtime.Tests.Setup;

public sealed class ResourceRulesTests
{
    [Fact]
    public void Every_account_may_report_results_and_nothing_else() =>
        Assert.Equal(["argoproj.io/workflowtaskresults: create patch"], Rules("{}"));

    [Theory]
    [InlineData("create", "batch/jobs: create")]
    [InlineData("apply", "batch/jobs: create get patch")]
    [InlineData("patch", "batch/jobs: get patch")]
    [InlineData("replace", "batch/jobs: get update")]
    [InlineData("delete", "batch/jobs: delete get list watch")]
    [InlineData("get", "batch/jobs: get")]
    public void A_resource_template_is_allowed_its_action(string action, string rule) => Assert.Contains(rule, Rules("""
        {"spec":{"templates":[{"name":"t","resource":{"action":"ACTION","manifest":"apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\n"}}]}}
        """.Replace("ACTION", action, StringComparison.Ordinal)));

    [Theory]
    [InlineData("v1", "Pod", "/pods: create")]
    [InlineData("networking.k8s.io/v1", "Ingress", "networking.k8s.io/ingresses: create")]
    [InlineData("networking.k8s.io/v1", "NetworkPolicy", "networking.k8s.io/networkpolicies: create")]
    [InlineData("v1", "Endpoints", "/endpoints: create")]
    [InlineData("argoproj.io/v1alpha1", "Workflow", "argoproj.io/workflows: create")]
    public void Kinds_become_resources(string version, string kind, string rule) => Assert.Contains(rule, Rules("""
        {"spec":{"workflowSpec":{"templates":[{"name":"t","resource":{"action":"create","manifest":"apiVersion: VERSION\nkind: KIND\n"}}]}}}
        """.Replace("VERSION", version, StringComparison.Ordinal).Replace("KIND", kind, StringComparison.Ordinal)));

    [Fact]
    public void What_is_known_only_at_run_time_is_said()
    {
        var rules = ResourceRules.Of([(JsonObject)JsonNode.Parse("""
            {"spec":{"templates":[{"name":"later","resource":{"action":"create","manifest":"apiVersion: v1\nkind: '{{inputs.parameters.kind}}'\n"}}]}}
            """)!]);
        Assert.Contains("template later", Assert.Single(rules.Open), StringComparison.Ordinal);
    }

    [Fact]
    public void Agents_and_artifact_collection_have_their_rules() => Assert.Equal(
        [
            "argoproj.io/workflowartifactgctasks/status: patch", "argoproj.io/workflowartifactgctasks: list watch",
            "argoproj.io/workflowtaskresults: create patch", "argoproj.io/workflowtasksets/status: patch", "argoproj.io/workflowtasksets: list watch",
        ],
        Rules("""{"spec":{"artifactGC":{"strategy":"OnWorkflowDeletion"},"templates":[{"name":"h","http":{"url":"http://x"}}]}}"""));

    private static List<string> Rules(string json) =>
        [.. ResourceRules.Of([(JsonObject)JsonNode.Parse(json)!]).Rules.Select(rule => $"{rule.Group}/{rule.Resource}: {string.Join(' ', rule.Verbs)}").Order(StringComparer.Ordinal)];
}
