using System.Text.Json.Nodes;
using Argosy.Cli.Running;
using Argosy.Engine.Pods.Executor;
using Argosy.Models;

namespace Argosy.Runtime.Tests.Pods;

/// <summary>What Argo's executor does in resource and data templates: conditions, outputs, flags, expressions.</summary>
public sealed class ExecutorPodTests
{
    private static JsonObject Job() => (JsonObject)JsonNode.Parse("""
        {"metadata":{"name":"j","labels":{"a.b/c":"x"}},"status":{"succeeded":3,"phase":"Done","conditions":[{"type":"Ready","status":"True"},{"type":"Old","status":"False"}]}}
        """)!;

    [Theory]
    [InlineData("status.succeeded > 2", true)]
    [InlineData("status.succeeded > 3", false)]
    [InlineData("status.succeeded == 3, status.phase in (Done, Skipped)", true)]
    [InlineData("status.phase notin (Failed)", true)]
    [InlineData("status.failed > 0", false)]
    [InlineData("status.failed", false)]
    [InlineData("!status.failed", true)]
    [InlineData("status.phase != Done", false)]
    [InlineData("status.conditions.0.status = True", true)]
    public void A_condition_looks_into_the_object(string text, bool expected) =>
        Assert.Equal(expected, ResourceCondition.Parse(text).All(c => c.Matches(Job())));

    [Theory]
    [InlineData("status.failed >1", "status.failed>1")]
    [InlineData("a in (c, b)", "a in (b,c)")]
    [InlineData("!a", "!a")]
    public void A_condition_names_itself_as_Argo_does(string text, string expected) => Assert.Equal(expected, ResourceCondition.Parse(text)[0].ToString());

    [Theory]
    [InlineData("status.failed > many")]
    [InlineData("status (")]
    [InlineData("")]
    public void A_bad_condition_is_said(string text) => Assert.Throws<FormatException>(() => ResourceCondition.Parse(text));

    [Theory]
    [InlineData("{.metadata.name}", "j")]
    [InlineData("name: {.metadata.name}!", "name: j!")]
    [InlineData("{.status.succeeded}", "3")]
    [InlineData("{.status.conditions[*].type}", "Ready Old")]
    [InlineData("{.status.conditions[?(@.type==\"Ready\")].status}", "True")]
    [InlineData("{.status.conditions[-1].type}", "Old")]
    [InlineData("{range .status.conditions[*]}{.type}={.status}{\"\\n\"}{end}", "Ready=True\nOld=False\n")]
    [InlineData("{.metadata.labels.a\\.b/c}", "x")]
    [InlineData("{.nothing.there}", "")]
    [InlineData("{..type}", "Ready Old")]
    [InlineData(".metadata.name", "j")]
    public void An_output_is_printed_as_kubectl_prints_it(string path, string expected) => Assert.Equal(expected, OutputPath.Print(path, Job()));

    [Theory]
    [InlineData(".metadata.name", "j")]
    [InlineData(".status.conditions[0].type", "Ready")]
    [InlineData(".metadata", "{\"labels\":{\"a.b/c\":\"x\"},\"name\":\"j\"}")]
    [InlineData(".none", "null")]
    public async Task A_plain_filter_needs_no_program(string filter, string expected)
    {
        Assert.False(JqFilter.NeedsProgram(filter));
        Assert.Equal(expected, await JqFilter.ApplyAsync(filter, Job(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Flags_are_read_as_kubectl_reads_them()
    {
        var flags = ResourceFlags.Parse(["configmap", "--selector", "a=b", "-n", "other", "--validate=false"]);
        Assert.Equal(("configmap", "a=b", "other", false), (flags.Kind, flags.Selector, flags.Namespace, flags.Validates));
        Assert.Equal("unknown flag: --dance", Assert.Throws<FormatException>(() => ResourceFlags.Parse(["--dance"])).Message);
    }

    [Fact]
    public void A_data_template_transforms_what_it_lists()
    {
        TransformationStep[] steps = [new() { Expression = "filter(data, {# endsWith \"main.log\"})" }, new() { Expression = "map(data, {# + \"!\"})" }];
        Assert.Equal("[\"b/main.log!\"]", DataPod.Transformed(["a/out.tgz", "b/main.log"], steps));
        Assert.Contains("error processing data step 0", Assert.Throws<ExecutorException>(() => DataPod.Transformed([], [new() { Expression = "nope(data)" }])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_needs_a_cluster_is_told_all_at_once()
    {
        var workflow = (JsonObject)JsonNode.Parse("""
            {"spec":{"entrypoint":"m","nodeSelector":{"gpu":"yes"},"templates":[{"name":"m","steps":[[{"name":"a","template":"r"},{"name":"b","template":"p"}]]},
              {"name":"r","resource":{"action":"get","flags":["pod","--dance"]}},{"name":"p","plugin":{"x":{}}}]}}
            """)!;
        Assert.Equal(3, ClusterNeeds.Of(workflow, []).Count);
        var withCluster = ClusterNeeds.Of(workflow, [], hasCluster: true, nodeLabels: ["gpu=yes"]);
        Assert.Equal(["template 'r' gives kubectl a flag that this machine cannot follow: unknown flag: --dance", "template 'p' is run by a plugin of the cluster"], withCluster);
    }
}
