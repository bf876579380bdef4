using System.Text.Json.Nodes;
using Argosy.Kubernetes;
using Argosy.Runtime.Tests.Kubernetes.Cluster;
using Argosy.Setup;

namespace Argosy.Runtime.Tests.Setup;

/// <summary>The generated role on a real API server, tried as the account that it is for.</summary>
[Collection("cluster")]
public sealed class SetupClusterTests
{
    private static readonly ResourceKind TaskResult = new("argoproj.io", "v1alpha1", "workflowtaskresults", "WorkflowTaskResult");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_account_may_do_what_its_workflows_need_and_nothing_else()
    {
        await using var admin = TestCluster.Client();
        var ns = await TestCluster.NamespaceAsync(admin, Cancelled);
        var workflow = (JsonObject)JsonNode.Parse("""
            {"spec":{"templates":[{"name":"t","resource":{"action":"create","manifest":"apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: c-}\n"}}]}}
            """)!;
        var plan = SetupPlan.Make(new SetupOptions { Namespace = ns, Bucket = "b" }, [workflow]);
        var told = new List<string>();
        await new SetupApplication(admin.Api).ApplyAsync(plan, dryRun: false, told.Add, Cancelled);
        Assert.Equal(4, told.Count);
        await using var account = TestCluster.Client(new KubernetesConnectionOptions
        {
            Impersonate = $"system:serviceaccount:{ns}:argosy-workflow",
            ImpersonateGroups = ["system:serviceaccounts", $"system:serviceaccounts:{ns}", "system:authenticated"],
        });

        await account.Api.CreateAsync(TaskResult, ns, new JsonObject
        {
            ["apiVersion"] = TaskResult.ApiVersion,
            ["kind"] = TaskResult.Kind,
            ["metadata"] = new JsonObject { ["name"] = "r" },
            ["phase"] = "Succeeded",
        }, dryRun: false, Cancelled);
        await account.Api.PatchAsync(TaskResult, ns, "r", new JsonObject { ["message"] = "done" }, "application/merge-patch+json", "", Cancelled);
        await account.Api.CreateAsync(ResourceKind.ConfigMap, ns, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "made-by-the-template" },
        }, dryRun: false, Cancelled);

        await DeniedAsync(() => account.Api.GetAsync(TaskResult, ns, "r", Cancelled));
        await DeniedAsync(() => account.Api.DeleteAsync(TaskResult, ns, "r", "Background", Cancelled));
        await DeniedAsync(() => account.Api.GetAsync(ResourceKind.ConfigMap, ns, "made-by-the-template", Cancelled));
        await DeniedAsync(() => account.Api.GetPathAsync(ResourceKind.Secret.CollectionPath(ns), Cancelled));
        await DeniedAsync(() => account.Api.GetPathAsync(ResourceKind.Pod.CollectionPath(ns), Cancelled));
        await DeniedAsync(() => account.Api.GetPathAsync(ResourceKind.Workflow.CollectionPath(ns), Cancelled));
        await DeniedAsync(() => account.Api.CreateAsync(ResourceKind.Workflow, ns, TestCluster.Workflow(), dryRun: false, Cancelled));
        await DeniedAsync(() => account.Api.CreateAsync(TaskResult, "default", new JsonObject
        {
            ["apiVersion"] = TaskResult.ApiVersion,
            ["kind"] = TaskResult.Kind,
            ["metadata"] = new JsonObject { ["name"] = "r" },
        }, dryRun: false, Cancelled));
    }

    [Fact]
    public async Task Teardown_removes_what_setup_made_and_only_that()
    {
        await using var admin = TestCluster.Client();
        var ns = await TestCluster.NamespaceAsync(admin, Cancelled);
        await admin.Api.CreateAsync(ResourceKind.ConfigMap, ns, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "artifact-repositories" },
        }, dryRun: false, Cancelled);
        var setup = new SetupApplication(admin.Api);
        var options = new SetupOptions { Namespace = ns };
        await setup.ApplyAsync(SetupPlan.Make(options, []), dryRun: false, _ => { }, Cancelled);

        // A repository that is the user's own is not overwritten.
        var refusal = await Assert.ThrowsAsync<KubernetesApiException>(() => setup.ApplyAsync(SetupPlan.Make(options with { Bucket = "b" }, []), dryRun: false, _ => { }, Cancelled));
        Assert.Contains("was not made by setup", refusal.Message, StringComparison.Ordinal);

        var told = new List<string>();
        await setup.RemoveAsync(ns, "argosy-workflow", dryRun: false, told.Add, Cancelled);

        Assert.Equal(
            [
                "ConfigMap artifact-repositories kept: it was not made by setup for argosy-workflow", "RoleBinding argosy-workflow deleted",
                "Role argosy-workflow deleted", "ServiceAccount argosy-workflow deleted",
            ],
            told);
    }

    [Fact]
    public void The_plan_is_YAML_to_review()
    {
        var yaml = SetupPlan.Make(new SetupOptions { Namespace = "ns", Bucket = "artifacts", Secret = "s3" }, []).ToYaml();

        Assert.StartsWith("# What workflows need in the namespace ns.", yaml, StringComparison.Ordinal);
        Assert.Equal(4, yaml.Split("\n---\n").Length);
        var policy = SetupPlan.Make(new SetupOptions { Namespace = "ns", Bucket = "artifacts" }, []).ToBucketPolicy();
        Assert.DoesNotContain("s3:*", policy, StringComparison.Ordinal);
        Assert.Contains("arn:aws:s3:::artifacts/*", policy, StringComparison.Ordinal);
    }

    private static async Task DeniedAsync(Func<Task> request)
    {
        var failure = await Assert.ThrowsAsync<KubernetesApiException>(request);
        Assert.Equal(403, failure.Code);
    }
}
