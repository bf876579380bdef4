using System.Text.RegularExpressions;

namespace Argosy.Tool.Import.Bodies;

/// <summary>A <c>depends</c> text as the arguments of <c>.After(…)</c>.</summary>
internal static partial class DependsImporter
{
    /// <summary>The C# of the condition; <c>Dependency.Text</c> where operators cannot say it.</summary>
    public static string Import(string depends, GraphScope scope)
    {
        var tokens = Token().Matches(depends);
        if (tokens.Sum(t => t.Length) != depends.Count(c => !char.IsWhiteSpace(c))) return Text(depends);
        var texts = new List<string>();
        foreach (Match token in tokens)
        {
            switch (token.Value)
            {
                case "&&": texts.Add(" & "); break;
                case "||": texts.Add(" | "); break;
                case "(" or ")" or "!": texts.Add(token.Value); break;
                default:
                    var parts = token.Value.Split('.');
                    if (!scope.Nodes.TryGetValue(parts[0], out var node) || parts.Length > 2) return Text(depends);
                    scope.Used.Add(parts[0]);
                    // C# has no operators on handles themselves: only a condition such as a.Failed makes one.
                    if (parts.Length == 1 && tokens.Count > 1) return Text(depends);
                    texts.Add(parts.Length == 1 ? node.Variable : $"{node.Variable}.{parts[1]}");
                    break;
            }
        }

        return string.Concat(texts);
    }

    /// <summary>The tasks of a plain <c>A &amp;&amp; B</c>, which is what <c>dependencies</c> says; null where it says more.</summary>
    public static IReadOnlyList<string>? Plain(string depends)
    {
        var parts = depends.Split("&&").Select(p => p.Trim()).ToList();
        return parts.All(p => Name().IsMatch(p)) ? parts : null;
    }

    /// <summary>The tasks that the condition names.</summary>
    public static IEnumerable<string> NodesIn(string depends) =>
        Token().Matches(depends).Where(t => char.IsAsciiLetterOrDigit(t.Value[0])).Select(t => t.Value.Split('.')[0]).Distinct();

    private static string Text(string depends) => $"Dependency.Text({Writing.Literal.Ordinary(depends)})";

    [GeneratedRegex(@"&&|\|\||[()!]|[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z]+)?")]
    private static partial Regex Token();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9-]*$")]
    private static partial Regex Name();
}
