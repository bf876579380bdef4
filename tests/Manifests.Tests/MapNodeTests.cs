using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Tests;

public class MapNodeTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void A_repeated_key_keeps_both_entries_and_reads_as_the_last(int size)
    {
        var map = new MapNode();
        for (var i = 0; i < size; i++) map.Add($"k{i}", $"v{i}");
        map.Add("k1", "again");

        Assert.Equal(size + 1, map.Entries.Count);
        Assert.Equal("again", ((ScalarNode)map["k1"]!).Text);
        Assert.Null(map["none"]);
    }
}
