using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Argosy.Engine;

/// <summary>How Argo names nodes and pods.</summary>
internal static partial class NodeNames
{
    private const int LongestPodName = 253;
    private const int HashLength = 10;

    /// <summary>The ID of a node: the workflow's name for the entry, else that and the 32-bit FNV-1a hash of the node's name.</summary>
    public static string Id(string workflow, string node) => node == workflow ? node : workflow + "-" + Hash(node);

    /// <summary>The name of a node's pod: workflow, template and hash; a template without a name leaves its part out.</summary>
    public static string Pod(string workflow, string node, string? template)
    {
        if (node == workflow)
            return workflow;
        var prefix = string.IsNullOrEmpty(template) ? workflow : workflow + "-" + template;
        var longest = LongestPodName - HashLength - 1;
        if (prefix.Length > longest)
            prefix = prefix[..longest];
        return prefix + "-" + Hash(node);
    }

    /// <summary>The part of a name below its boundary, without a leading group index.</summary>
    public static string Display(string node, string? boundary)
    {
        if (boundary is null)
            return node;
        var rest = node.StartsWith(boundary, StringComparison.Ordinal) ? node[boundary.Length..] : node;
        return Separator().Replace(rest, "");
    }

    /// <summary>The name of one item of a loop.</summary>
    public static string Item(string task, int index, string description) =>
        $"{task}({index.ToString(CultureInfo.InvariantCulture)}:{description.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal)})";

    /// <summary>The index of a loop item or an attempt in its name, -1 if it has none.</summary>
    public static int IndexOf(string node)
    {
        var open = node.LastIndexOf('(');
        if (open < 0)
            return -1;
        var end = open + 1;
        while (end < node.Length && char.IsAsciiDigit(node[end]))
            end++;
        return int.TryParse(node.AsSpan(open + 1, end - open - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1;
    }

    /// <summary>The step or task that a node's name ends in, without item and attempt.</summary>
    public static string TaskOf(string node)
    {
        var opener = '\0';
        var end = node.Length;
        for (var i = node.Length - 1; i >= 0; i--)
        {
            var c = node[i];
            if (opener != '\0')
            {
                if (c == opener)
                    opener = '\0';
            }
            else if (c == ')')
            {
                opener = '(';
            }
            else if (c == ']')
            {
                opener = '[';
            }
            else
            {
                end = i + 1;
                break;
            }
        }

        var name = node[..end];
        var dot = name.LastIndexOf('.');
        return dot < 0 ? name : name[(dot + 1)..];
    }

    private static string Hash(string text)
    {
        var hash = 2166136261u;
        Span<byte> small = stackalloc byte[512];
        var bytes = Encoding.UTF8.GetByteCount(text) <= small.Length ? small[..Encoding.UTF8.GetBytes(text, small)] : Encoding.UTF8.GetBytes(text);
        foreach (var b in bytes)
        {
            hash ^= b;
            hash *= 16777619;
        }

        return hash.ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^(\[\d+\])?\.")]
    private static partial Regex Separator();
}
