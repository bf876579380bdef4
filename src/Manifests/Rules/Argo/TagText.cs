using Argosy.Manifests.Rules.Decoding;

namespace Argosy.Manifests.Rules.Argo;

/// <summary>Finds tags in a text exactly as Argo's template library does: from <c>{{</c> to the next <c>}}</c>, whatever is between.</summary>
internal static class TagText
{
    /// <summary>The tags in order; <paramref name="unclosed"/> is the error for an opening without an end.</summary>
    public static List<string> Tags(string text, out string? unclosed)
    {
        var tags = new List<string>();
        unclosed = null;
        var at = 0;
        while (true)
        {
            var start = text.IndexOf("{{", at, StringComparison.Ordinal);
            if (start < 0) return tags;
            var end = text.IndexOf("}}", start + 2, StringComparison.Ordinal);
            if (end < 0)
            {
                unclosed = $"Cannot find end tag=\"}}}}\" in the template={GoText.Quote(text)} starting from {GoText.Quote(text.Substring(start + 2))}";
                return [];
            }

            tags.Add(text.Substring(start + 2, end - start - 2));
            at = end + 2;
        }
    }
}
