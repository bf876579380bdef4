using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Bodies;
using Argosy.Tool.Import.Writing;

namespace Argosy.Tool.Import.Templates;

/// <summary>Outputs of a DAG or Steps template that a <c>return</c> can say: each is the output of a node, or an expression over the nodes.</summary>
internal sealed class GraphOutputs
{
    private readonly List<(string Text, bool IsArtifact, bool IsExpression)> _sources = [];

    /// <summary>Whether a <c>return</c> can say the outputs, as far as the template alone tells.</summary>
    public static bool CanBeReturned(MapNode template) =>
        template["outputs"] is MapNode outputs
        && outputs.Entries.Count > 0
        && outputs.Entries.All(e => e.Key is "parameters" or "artifacts" && e.Value is ListNode { Items.Count: > 0 } list && list.Items.All(e.Key == "parameters" ? IsParameter : IsArtifact));

    /// <summary>Takes the sources, which the <c>return</c> will say.</summary>
    public static GraphOutputs Take(FieldSet template)
    {
        var taken = new GraphOutputs();
        var outputs = template.Child("outputs")!;
        foreach (var parameter in outputs.Items("parameters"))
        {
            var from = parameter.Child("valueFrom")!;
            var isExpression = from.Map["expression"] is not null;
            taken._sources.Add((from.TakeText(isExpression ? "expression" : "parameter")!, false, isExpression));
        }

        foreach (var artifact in outputs.Items("artifacts"))
        {
            var isExpression = artifact.Map["fromExpression"] is not null;
            taken._sources.Add((artifact.TakeText(isExpression ? "fromExpression" : "from")!, true, isExpression));
        }

        return taken;
    }

    /// <summary>The returned values in the order of the outputs; null where one is no value of the body.</summary>
    public IReadOnlyList<string>? Values(GraphScope scope)
    {
        var values = new List<string>();
        foreach (var (text, isArtifact, isExpression) in _sources)
        {
            if (isExpression)
            {
                values.Add($"Expression<{(isArtifact ? "Artifact" : "string")}>({Literal.Text(text, "        ")})");
                continue;
            }

            var value = isArtifact ? ValueImporter.Artifact(text, scope) : ValueImporter.Parameter(text, scope, "");
            // What is no output of a node stays in Argo's own words.
            if (value is null && isArtifact) value = $"Raw<Artifact>({Literal.Ordinary(text)})";
            else if (value!.StartsWith('$') || value.StartsWith('"')) value = $"Raw({Literal.Ordinary(text)})";
            values.Add(value!);
        }

        return values;
    }

    private static bool IsParameter(Node item) => item is MapNode map && map["name"] is ScalarNode && map["valueFrom"] is MapNode from
        && from.Entries.All(e => e.Key is "parameter" or "expression" or "default") && (from["parameter"] ?? from["expression"]) is ScalarNode { Kind: ScalarKind.String }
        && from["parameter"] is null != from["expression"] is null && (from["default"] is null || FieldSet.AnyText(from["default"]) is not null);

    private static bool IsArtifact(Node item) => item is MapNode map && map["name"] is ScalarNode && (map["from"] ?? map["fromExpression"]) is ScalarNode { Kind: ScalarKind.String }
        && map.Entries.All(e => e.Key is "name" or "from" or "fromExpression" or "globalName");
}
