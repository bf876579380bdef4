using YamlDotNet.RepresentationModel;

namespace Argosy.EndToEnd;

/// <summary>The samples' manifests mean what the hand-written ones mean that they come from.</summary>
public sealed class SeedTests
{
    [Theory]
    [InlineData("teardrop.yaml", "Teardrop", "teardrop.yaml")]
    [InlineData("workflow-whalesay.yaml", "Whalesay", "whalesay.yaml")]
    [InlineData("job-whalesay.yaml", "WhalesayJob", "whalesay.yaml")]
    public void The_sample_means_what_the_seed_means(string seed, string sample, string manifest)
    {
        var expected = Read(Path.Combine(AppContext.BaseDirectory, "Seeds", seed));
        var actual = Read(Path.Combine(Repository.SampleOutput(sample), "manifests", manifest));

        Assert.Equal(Meaning(expected), Meaning(actual));
    }

    /// <summary>The dependencies on their own, so that a slip there is not lost in a long text.</summary>
    [Fact]
    public void Each_task_of_the_teardrop_depends_on_what_the_seed_says()
    {
        var expected = Dependencies(Read(Path.Combine(AppContext.BaseDirectory, "Seeds", "teardrop.yaml")));
        var actual = Dependencies(Read(Path.Combine(Repository.SampleOutput("Teardrop"), "manifests", "teardrop.yaml")));

        Assert.Equal(9, expected.Count);
        Assert.Equal(expected, actual);
        Assert.Equal("Charlie", actual["Foxtrot"]);
    }

    private static YamlNode Read(string path)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(path);
        stream.Load(reader);
        return Assert.Single(stream.Documents).RootNode;
    }

    private static SortedDictionary<string, string> Dependencies(YamlNode workflow)
    {
        var tasks = ((YamlSequenceNode)workflow["spec"]["templates"]).Single(template => ((YamlMappingNode)template).Children.ContainsKey("dag"))["dag"]["tasks"];
        var dependencies = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var task in (YamlSequenceNode)tasks)
        {
            var names = ((YamlMappingNode)task).Children.TryGetValue("dependencies", out var list) ? ((YamlSequenceNode)list).Select(name => name.ToString()) : [];
            dependencies[task["name"].ToString()] = string.Join(' ', names.Order(StringComparer.Ordinal));
        }

        return dependencies;
    }

    /// <summary>
    /// The node as text that is equal for equal meanings: keys sorted, lists of named things sorted by name, and dependencies, which are a set, sorted.
    /// A plain <c>4</c> stays apart from a quoted one.
    /// </summary>
    private static string Meaning(YamlNode node, string key = "") => node switch
    {
        YamlMappingNode map => "{" + string.Join(",\n", map.Children.Select(child => $"{child.Key}: {Meaning(child.Value, child.Key.ToString())}").Order(StringComparer.Ordinal)) + "}",
        YamlSequenceNode list when key == "dependencies" || list.All(item => item is YamlMappingNode map && map.Children.ContainsKey("name")) =>
            "[" + string.Join(",\n", list.Select(item => Meaning(item)).Order(StringComparer.Ordinal)) + "]",
        YamlSequenceNode list => "[" + string.Join(",\n", list.Select(item => Meaning(item))) + "]",
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } scalar when long.TryParse(scalar.Value, out _) => scalar.Value!,
        YamlScalarNode scalar => $"'{scalar.Value}'",
        _ => node.ToString(),
    };
}
