using System.Text;

namespace Argosy.Manifests.Tags;

/// <summary>Replaces <c>{{name}}</c> and <c>{{=expression}}</c> tags by the rules of Argo's templates.</summary>
public static class TagSubstitution
{
    /// <summary>
    /// Replaces the tags of a plain text. With <paramref name="allowUnresolved"/> what cannot be resolved stays as it is; without, it is an error.
    /// </summary>
    /// <exception cref="TagException">A tag cannot be replaced.</exception>
    public static string Replace(string template, IReadOnlyDictionary<string, string> scope, bool allowUnresolved)
    {
        var result = new StringBuilder();
        var position = 0;
        while (true)
        {
            var start = template.IndexOf("{{", position, StringComparison.Ordinal);
            var end = start < 0 ? -1 : template.IndexOf("}}", start + 2, StringComparison.Ordinal);
            if (end < 0)
                return result.Append(template, position, template.Length - position).ToString();
            result.Append(template, position, start - position);
            var tag = template.Substring(start + 2, end - start - 2);
            if (scope.TryGetValue(tag.Trim(), out var value))
                result.Append(value);
            else if (allowUnresolved)
                result.Append("{{").Append(tag).Append("}}");
            else
                throw new TagException($"failed to resolve {{{{{tag}}}}}");
            position = end + 2;
        }
    }

    /// <summary>
    /// Replaces the tags in the JSON text of an object, as Argo does; null in <paramref name="scope"/> is an output that its skipped producer never made.
    /// </summary>
    /// <exception cref="TagException">A tag cannot be replaced or the result is no JSON.</exception>
    public static string ReplaceJson(string json, IReadOnlyDictionary<string, object?> scope, bool allowUnresolved) =>
        throw new TagException("tags in JSON are not replaced yet");

    /// <summary>The same, where names that begin with one of the prefixes (<c>tasks</c>, <c>steps</c>) must be known and all others may stay.</summary>
    /// <exception cref="TagException">A tag cannot be replaced or the result is no JSON.</exception>
    public static string ReplaceJsonStrict(string json, IReadOnlyDictionary<string, object?> scope, IReadOnlyList<string> strictPrefixes) =>
        throw new TagException("tags in JSON are not replaced yet");
}
