using System.Text.Json.Nodes;
using Argosy.Workflows;

namespace Argosy.Runtime.Tests.Workflows;

public class SelectorTests
{
    private static readonly JsonObject Node = (JsonObject)JsonNode.Parse("""
        {"id": "w-1", "name": "w[0].build(0:linux)", "displayName": "build(0:linux)", "phase": "Failed", "templateName": "build",
         "inputs": {"parameters": [{"name": "os", "value": "linux"}, {"name": "list", "value": "a,b=c"}]}}
        """)!;

    private static readonly JsonObject Labelled = (JsonObject)JsonNode.Parse("""{"metadata": {"name": "w", "namespace": "team", "labels": {"tier": "web", "env": "test"}}}""")!;

    [Theory]
    [InlineData("", true)]
    [InlineData("phase=Failed", true)]
    [InlineData("phase==Failed,templateName=build", true)]
    [InlineData("phase!=Failed", false)]
    [InlineData("displayName=build(0:linux)", true)]
    [InlineData("inputs.parameters.os.value=linux", true)]
    [InlineData("inputs.parameters.os.value!=windows", true)]
    [InlineData("inputs.parameters.none.value=", true)]
    [InlineData("inputs.parameters.list.value=a\\,b\\=c", true)]
    [InlineData("unheard=of", false)]
    public void A_node_is_selected_by_its_fields(string selector, bool selected) => Assert.Equal(selected, FieldSelector.Parse(selector, out _)!.Matches(Node));

    [Fact]
    public void A_selector_without_an_operator_is_none()
    {
        Assert.Null(FieldSelector.Parse("phase", out var fault));
        Assert.Equal("invalid selector: 'phase'; can't understand 'phase'", fault);
    }

    [Theory]
    [InlineData("tier=web", true)]
    [InlineData("tier in (web, db),env notin (live)", true)]
    [InlineData("tier,!missing", true)]
    [InlineData("!tier", false)]
    [InlineData("env!=test", false)]
    [InlineData("missing!=anything", true)]
    [InlineData("missing notin (a)", true)]
    [InlineData("missing in (a)", false)]
    public void An_object_is_selected_by_its_labels(string selector, bool selected) => Assert.Equal(selected, LabelSelector.Parse(selector, out _)!.Matches(Labelled));

    [Fact]
    public void Of_the_fields_of_an_object_only_name_and_namespace_count()
    {
        Assert.True(FieldSelector.Parse("metadata.namespace=team,metadata.name!=other", out _)!.MatchesMetadata(Labelled));
        Assert.False(FieldSelector.Parse("metadata.name=other", out _)!.MatchesMetadata(Labelled));
    }
}
