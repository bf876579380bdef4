using Argosy.Manifests.Tree;

namespace Argosy.Tool.Import.Templates;

/// <summary>The workflow's arguments that the parameters of the entry's method say.</summary>
internal sealed class EntryArguments
{
    private readonly FieldSet? _spec;

    private EntryArguments(FieldSet? spec, bool declared)
    {
        _spec = spec;
        AreDeclared = declared;
    }

    /// <summary>Whether the entry's inputs are arguments; else the entry says that they are not.</summary>
    public bool AreDeclared { get; }

    /// <summary>The arguments as the entry's method can say them: each input must be one of them.</summary>
    /// <param name="spec">The workflow's spec.</param>
    /// <param name="entry">The entry's template.</param>
    public static EntryArguments Of(FieldSet spec, MapNode entry)
    {
        var arguments = Names(spec.Map["arguments"], "parameters");
        var inputs = (entry["inputs"] as MapNode)?["parameters"] as ListNode;
        var artifacts = (entry["inputs"] as MapNode)?["artifacts"] as ListNode;
        var open = (inputs?.Items ?? []).OfType<MapNode>().Where(p => p["value"] is null && p["default"] is null && p["valueFrom"] is null).Select(p => (p["name"] as ScalarNode)?.Text);
        var isDeclared = open.All(name => name is not null && arguments.Contains(name))
            && (artifacts?.Items ?? []).OfType<MapNode>().All(a => a.Entries.Any(e => e.Key is "s3" or "gcs" or "git" or "azure" or "oss" or "hdfs" or "artifactory" || (e.Key is "http" or "raw" && e.Value is MapNode { Entries.Count: 1 }))
                || Names(spec.Map["arguments"], "artifacts").Contains((a["name"] as ScalarNode)?.Text ?? ""));
        return new EntryArguments(isDeclared ? spec : null, isDeclared);
    }

    /// <summary>Takes the value of an argument, which becomes the default of the C# parameter.</summary>
    public string? Take(string name)
    {
        if (_spec?.Child("arguments") is not { } arguments) return null;
        foreach (var parameter in arguments.Items("parameters"))
        {
            if ((parameter.Map["name"] as ScalarNode)?.Text != name) continue;
            parameter.Take("name");
            return parameter.TakeAnyText("value");
        }

        return null;
    }

    private static HashSet<string> Names(Node? arguments, string list) =>
        [.. (((arguments as MapNode)?[list] as ListNode)?.Items ?? []).OfType<MapNode>().Select(p => (p["name"] as ScalarNode)?.Text ?? "")];
}
