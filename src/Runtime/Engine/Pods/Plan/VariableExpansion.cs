using System.Text;

namespace Argosy.Engine.Pods.Plan;

/// <summary>What kubelet does to commands, arguments and values of variables: <c>$(NAME)</c> is replaced where NAME is known, <c>$$</c> is one dollar.</summary>
internal static class VariableExpansion
{
    public static string Expand(string text, IReadOnlyDictionary<string, string> variables)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
            return text;
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '$' || at + 1 == text.Length)
            {
                result.Append(text[at]);
                continue;
            }
            switch (text[at + 1])
            {
                case '$':
                    result.Append('$');
                    at++;
                    break;
                case '(' when text.IndexOf(')', at + 2) is var end and > 0:
                    var name = text[(at + 2)..end];
                    result.Append(variables.TryGetValue(name, out var value) ? value : text[at..(end + 1)]);
                    at = end;
                    break;
                default:
                    result.Append('$');
                    break;
            }
        }
        return result.ToString();
    }
}
