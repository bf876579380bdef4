using System.Globalization;
using Argosy.Manifests.Tree;
using Argosy.Manifests.Writing;
using BenchmarkDotNet.Attributes;
using YamlDotNet.RepresentationModel;

namespace Argosy.Benchmarks;

/// <summary>From the tree to the text, against YamlDotNet on the same tree.</summary>
[MemoryDiagnoser]
public class ManifestTextBenchmarks
{
    private Node _tree = null!;
    private YamlStream _yamlDotNet = null!;

    [Params(10, 100, 1000)]
    public int Tasks { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var tasks = new ListNode();
        for (var i = 0; i < Tasks; i++)
        {
            var name = "task-" + i.ToString(CultureInfo.InvariantCulture);
            tasks.Add(new MapNode().Add("name", name).Add("template", "work")
                .Add("dependencies", new ListNode().Add(ScalarNode.String("task-" + (i / 2).ToString(CultureInfo.InvariantCulture))))
                .Add("arguments", new MapNode()
                    .Add("parameters", new ListNode().Add(new MapNode().Add("name", "message").Add("value", "message " + i.ToString(CultureInfo.InvariantCulture))))
                    .Add("artifacts", new ListNode().Add(new MapNode().Add("name", "chain").Add("from", "{{tasks.task-" + (i / 2).ToString(CultureInfo.InvariantCulture) + ".outputs.artifacts.chain}}")))));
        }

        _tree = new MapNode().Add("apiVersion", "argoproj.io/v1alpha1").Add("kind", "Workflow")
            .Add("metadata", new MapNode().Add("generateName", "big-"))
            .Add("spec", new MapNode().Add("entrypoint", "main").Add("templates", new ListNode().Add(new MapNode().Add("name", "main").Add("dag", new MapNode().Add("tasks", tasks)))));
        _yamlDotNet = new YamlStream(new YamlDocument(Convert(_tree)));
    }

    [Benchmark(Baseline = true)]
    public string YamlDotNetText()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        _yamlDotNet.Save(text, assignAnchors: false);
        return text.ToString();
    }

    [Benchmark]
    public string Text() => YamlWriter.Write(_tree);

    private static YamlNode Convert(Node node) => node switch
    {
        MapNode map => new YamlMappingNode(map.Entries.Select(entry => KeyValuePair.Create((YamlNode)new YamlScalarNode(entry.Key), Convert(entry.Value)))),
        ListNode list => new YamlSequenceNode(list.Items.Select(Convert)),
        ScalarNode scalar => new YamlScalarNode(scalar.Text),
        _ => throw new NotSupportedException(),
    };
}
