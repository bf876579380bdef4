using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Bodies;

namespace Argosy.Tool.Import.Templates;

/// <summary>Outputs of a DAG or Steps template that a <c>return</c> can say: each is just the output of a node.</summary>
internal sealed class GraphOutputs
{
    private readonly List<(string Text, bool IsArtifact)> _sources = [];

    /// <summary>Whether a <c>return</c> can say the outputs, as far as the template alone tells.</summary>
    public static bool CanBeReturned(MapNode template) =>
        template["outputs"] is MapNode outputs
        && outputs.Entries.Count > 0
        && outputs.Entries.All(e => e.Key is "parameters" or "artifacts" && e.Value is ListNode { Items.Count: > 0 } list && list.Items.All(Plain));

    /// <summary>Takes the sources, which the <c>return</c> will say.</summary>
    public static GraphOutputs Take(FieldSet template)
    {
        var taken = new GraphOutputs();
        var outputs = template.Child("outputs")!;
        foreach (var parameter in outputs.Items("parameters")) taken._sources.Add((parameter.Child("valueFrom")!.TakeText("parameter")!, false));
        foreach (var artifact in outputs.Items("artifacts")) taken._sources.Add((artifact.TakeText("from")!, true));
        return taken;
    }

    /// <summary>The returned values in the order of the outputs; null where one is no value of the body.</summary>
    public IReadOnlyList<string>? Values(GraphScope scope)
    {
        var values = new List<string>();
        foreach (var (text, isArtifact) in _sources)
        {
            var value = isArtifact ? ValueImporter.Artifact(text, scope) : ValueImporter.Parameter(text, scope, "");
            if (value is null || value.StartsWith("Raw(", StringComparison.Ordinal) || value.StartsWith('$') || value.StartsWith('"')) return null;
            values.Add(value);
        }

        return values;
    }

    private static bool Plain(Node item) => item is MapNode map && map["name"] is ScalarNode
        && (map["from"] is ScalarNode { Kind: ScalarKind.String } || (map["valueFrom"] is MapNode { Entries.Count: 1 } from && from["parameter"] is ScalarNode { Kind: ScalarKind.String }));
}
