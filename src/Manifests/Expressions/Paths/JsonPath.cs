using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Expressions.Paths;

/// <summary>Selects from JSON values by a JSONPath, as Argo's <c>jsonpath</c> does.</summary>
internal static class JsonPath
{
    /// <exception cref="GoPanic">The path is wrong or leads nowhere.</exception>
    public static object? Query(string selector, object? root)
    {
        List<PathToken> tokens;
        try
        {
            tokens = Parse(selector);
        }
        catch (GoPanic error)
        {
            throw new GoPanic($"invalid JSONPath selector '{selector}' {error.Message}");
        }

        return PathToken.ApplyAll(tokens, 0, root, root);
    }

    /// <summary>The tokens of a selector.</summary>
    public static List<PathToken> Parse(string selector) => PathTokenizer.Split(selector).ConvertAll(PathParser.Parse);
}
