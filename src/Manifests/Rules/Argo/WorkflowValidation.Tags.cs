using System.Globalization;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Argo;

internal sealed partial class WorkflowValidation
{
    private static readonly string[] CheckedRoots = ["item.", "steps.", "inputs.", "outputs.", "pod.", "workflow.", "tasks."];

    private static readonly string[] RunTimeNames = ["outputs.", "workflow.creationTimestamp", "workflow.scheduledTime", "workflow.duration", "tasks.name", "steps.name", "node.name"];

    /// <summary>Reports the tags of a text that no value will replace. <paramref name="tree"/> is what the text was written from.</summary>
    private void Resolve(string text, VariableScope scope, string prefix, Node tree)
    {
        var tags = TagText.Tags(text, out var unclosed);
        if (unclosed is not null)
        {
            if (_firstOnly) Fail(RuleCatalog.Tags.Unclosed, prefix + unclosed, tree);
            else Fail(RuleCatalog.Tags.Unclosed, "a tag begins with {{ and is never closed with }}", PlaceOfUnclosed(tree, true));
            return;
        }

        HashSet<string>? seen = null;
        foreach (var tag in tags)
        {
            if (tag.StartsWith("=", StringComparison.Ordinal)) continue;
            var name = tag.Trim();
            if (!CheckedRoots.Any(r => name.StartsWith(r, StringComparison.Ordinal))) continue;
            if (scope.Has(name) || _globals.ContainsKey(name) || IsLater(name, scope)) continue;
            if (!_firstOnly && (scope.IsUnknown(name) || !(seen ??= new HashSet<string>(StringComparer.Ordinal)).Add(tag))) continue;
            Fail(RuleCatalog.Tags.Unresolved, $"{prefix}failed to resolve {{{{{tag}}}}}", PlaceOfTag(tree, tag), _firstOnly ? "" : Nearest.Hint(Nearest.To(name, scope.Names.Concat(_globals.Keys))));
        }
    }

    private bool IsLater(string name, VariableScope scope)
    {
        if (scope.AnyItem && name.StartsWith("item.", StringComparison.Ordinal)) return true;
        if (scope.AnyOutputParameter && name.StartsWith("workflow.outputs.parameters.", StringComparison.Ordinal)) return true;
        if (scope.AnyOutputArtifact && name.StartsWith("workflow.outputs.artifacts.", StringComparison.Ordinal)) return true;
        if (_isTemplateObject && name.StartsWith("workflow.parameters", StringComparison.Ordinal)) return true;
        return RunTimeNames.Any(r => name.StartsWith(r, StringComparison.Ordinal));
    }

    /// <summary>The place of a tag in the text of a value or key; that of the whole where the text came from elsewhere.</summary>
    private SourcePlace PlaceOfTag(Node tree, string tag)
    {
        // A tag that ends in the JSON around its string is looked for as far as it is inside.
        var text = "{{" + Unescaped(tag, out var cut);
        if (!cut) text += "}}";
        return Find(tree, text) ?? tree.Place;
    }

    private SourcePlace PlaceOfUnclosed(Node tree, bool unclosed)
    {
        if (!unclosed) return FindWhere(tree, t => t.Contains("{{=") ? t.IndexOf("{{=", StringComparison.Ordinal) : -1, 3) ?? tree.Place;
        return FindWhere(tree, t =>
        {
            var at = t.LastIndexOf("{{", StringComparison.Ordinal);
            return at >= 0 && t.IndexOf("}}", at, StringComparison.Ordinal) < 0 ? at : -1;
        }, 2) ?? tree.Place;
    }

    private SourcePlace? Find(Node tree, string text) => FindWhere(tree, t => t.IndexOf(text, StringComparison.Ordinal), text.Length);

    private SourcePlace? FindWhere(Node node, Func<string, int> position, int length)
    {
        switch (node)
        {
            case MapNode map:
                foreach (var entry in map.Entries)
                {
                    if (position(entry.Key) >= 0) return entry.KeyPlace;
                    if (FindWhere(entry.Value, position, length) is { } inValue) return inValue;
                }

                return null;
            case ListNode list:
                foreach (var item in list.Items)
                    if (FindWhere(item, position, length) is { } inItem) return inItem;
                return null;
            case ScalarNode { IsString: true } scalar:
                if (position(scalar.Text) < 0) return null;
                var written = _origins.TryGetValue(scalar, out var origin) ? origin : scalar;
                var at = position(written.Text);
                return at >= 0 ? written.PlaceOf(at, Math.Min(length, written.Text.Length - at)) : scalar.Place;
            default:
                return null;
        }
    }

    // Go's JSON escapes undone, up to the quote that ends the string.
    private static string Unescaped(string tag, out bool cut)
    {
        var text = new System.Text.StringBuilder(tag.Length);
        cut = false;
        for (var i = 0; i < tag.Length; i++)
        {
            if (tag[i] == '"')
            {
                cut = true;
                break;
            }

            if (tag[i] != '\\' || i + 1 >= tag.Length)
            {
                text.Append(tag[i]);
                continue;
            }

            var c = tag[++i];
            if (c == 'u' && i + 4 < tag.Length && int.TryParse(tag.Substring(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                text.Append((char)code);
                i += 4;
            }
            else text.Append(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', _ => c });
        }

        return text.ToString();
    }
}
