using Argosy.Manifests.Expressions;
using Argosy.Manifests.Expressions.Syntax;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Runtime;

/// <summary>A variable of a step or task, read by a tag.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Root"><c>steps</c> or <c>tasks</c>.</param>
/// <param name="Name">The step or task.</param>
/// <param name="Rest">What is read of it: <c>outputs.result</c>, <c>status</c>; empty where only a guarded part of it is.</param>
internal sealed record NodeMention(TagOccurrence Tag, string Root, string Name, string Rest)
{
    /// <summary>The variables of steps and tasks that the values below a node read; what <c>??</c> or <c>?.</c> guards is left out.</summary>
    public static IEnumerable<NodeMention> Under(Node? node, params string[] skip)
    {
        foreach (var tag in TagOccurrence.Under(node, skip))
            foreach (var mention in Of(tag)) yield return mention;
    }

    public static IEnumerable<NodeMention> Of(TagOccurrence tag)
    {
        if (!tag.IsExpression)
        {
            if (Parse(tag, tag.Name) is { } simple) yield return simple;
            yield break;
        }

        foreach (var path in LongestPaths(tag.Expression))
            if (Parse(tag, path) is { } mention) yield return mention;
    }

    /// <summary>The paths that an expression reads without a guard, the longest of each.</summary>
    public static IReadOnlyList<string> LongestPaths(string expression)
    {
        try
        {
            var names = ExpressionNames.Of(expression);
            return names.Where(n => !names.Any(o => o.StartsWith(n + ".", StringComparison.Ordinal))).ToList();
        }
        catch (ExpressionException)
        {
            return [];
        }
        catch (GoPanic)
        {
            return [];
        }
    }

    private static NodeMention? Parse(TagOccurrence tag, string path)
    {
        if (!path.StartsWith("steps.", StringComparison.Ordinal) && !path.StartsWith("tasks.", StringComparison.Ordinal)) return null;
        var rest = path.Substring(6);
        if (rest == "name") return null;
        var dot = rest.IndexOf('.');
        return dot < 0 ? new NodeMention(tag, path.Substring(0, 5), rest, "") : new NodeMention(tag, path.Substring(0, 5), rest.Substring(0, dot), rest.Substring(dot + 1));
    }
}
