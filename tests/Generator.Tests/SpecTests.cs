namespace Argosy.Generator.Tests;

/// <summary>Typed trees over the models: where they go, how they merge, and what they may not say.</summary>
public class SpecTests
{
    [Fact]
    public void A_tree_of_each_type_goes_to_its_place() => Argosy.Tests.Snapshot.Matches(Compiled.WithRuntime("""
        using M = Argosy.Models;
        using k8s.Models;

        [CronWorkflow("0 3 * * *", Name = "nightly", Spec = nameof(Cron))]
        public static partial class Nightly
        {
            private const string Zone = "eu";

            private static M.CronWorkflow Cron => new()
            {
                Metadata = new() { Labels = new Dictionary<string, string> { ["team"] = "data" } },
                Spec = new() { StartingDeadlineSeconds = 60, WorkflowSpec = new() { Priority = 5, NodeSelector = Selector } },
            };

            private static Dictionary<string, string> Selector => new() { ["zone"] = Zone };

            private static M.Template More => new()
            {
                NodeSelector = Selector,
                Container = new()
                {
                    Image = "alpine",
                    Tty = true,
                    Env = [new() { Name = "A", Value = "1" }, new() { Name = "B", ValueFrom = new() { FieldRef = new() { FieldPath = "metadata.name" } } }],
                    Resources = new() { Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new("64Mi") } },
                },
                Outputs = new() { Parameters = [new() { Name = "text", ValueFrom = new() { Path = "/t" } }] },
            };

            [Container("alpine", Spec = nameof(More)), Env("A", "1"), Env("C", "3"), Entrypoint]
            private static partial Step Work(string text = "x");
        }
        """).Accepted(), "yaml");

    [Fact]
    public void A_workflow_spec_merges_with_its_attributes()
    {
        var yaml = Compiled.WithRuntime("""
            using M = Argosy.Models;

            [Workflow(GenerateName = "w-", Spec = nameof(More)), ServiceAccount("runner")]
            public static partial class W
            {
                private static M.WorkflowSpec More => new() { ServiceAccountName = "runner", HostNetwork = true, Tolerations = [new() { Key = "gpu" }] };
                [Container("alpine")] private static partial Step Work();
            }
            """).Accepted();
        Assert.Contains("serviceAccountName: runner", yaml, StringComparison.Ordinal);
        Assert.Contains("hostNetwork: true", yaml, StringComparison.Ordinal);
        Assert.Contains("- key: gpu", yaml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ARGO153 '\"alpine:3.19\"'", "new() { Container = new() { Image = \"alpine:3.19\" } }")]
    [InlineData("ARGO153 '\"other\"'", "new() { Name = \"other\" }")]
    [InlineData("ARGO153 '\"2\"'", "new() { Container = new() { Env = [new() { Name = \"A\", Value = \"2\" }] } }")]
    [InlineData("ARGO153 '7'", "new() { RetryStrategy = new() { Limit = 7 } }")]
    [InlineData("ARGO123 'DateTime.Now.ToString()'", "new() { SchedulerName = DateTime.Now.ToString() }")]
    [InlineData("", "new() { Name = \"work\", Container = new() { Image = \"alpine\" } }")]
    public void Two_values_for_one_field_are_an_error_in_the_tree(string expected, string tree)
    {
        var compiled = Compiled.WithRuntime($$"""
            using M = Argosy.Models;

            [Workflow]
            public static partial class W
            {
                private static M.Template More => {{tree}};
                [Container("alpine", Spec = nameof(More)), Env("A", "1"), Retry(3)] private static partial Step Work();
            }
            """);
        Assert.Empty(compiled.Errors());
        Assert.Equal(expected.Length == 0 ? [] : [expected], compiled.Faults());
        Assert.Equal(expected.Length == 0, compiled.Yaml() is not null);
    }
}
