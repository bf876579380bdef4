using System.Text.RegularExpressions;
using Argosy.Manifests.Rules.Decoding;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Argo;

/// <summary>What Kubernetes says about a label selector.</summary>
internal static class LabelSelectorText
{
    private static readonly Regex NamePart = new("^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$", RegexOptions.CultureInvariant);
    private static readonly Regex Prefix = new("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", RegexOptions.CultureInvariant);

    /// <summary>What is wrong; null if nothing.</summary>
    public static string? Error(MapNode selector)
    {
        foreach (var entry in selector.Map("matchLabels")?.Entries ?? [])
            if (Key(entry.Key) is { } error) return error;
        foreach (var expression in selector.Maps("matchExpressions"))
        {
            var @operator = expression.Text("operator");
            var values = expression.List("values")?.Items ?? [];
            switch (@operator)
            {
                case "In" or "NotIn":
                    if (Key(expression.Text("key")) is { } wrongKey) return wrongKey;
                    if (values.Count == 0) return "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty";
                    break;
                case "Exists" or "DoesNotExist":
                    if (Key(expression.Text("key")) is { } wrong) return wrong;
                    if (values.Count > 0)
                        return $"values: Invalid value: [{string.Join(",", values.Select(v => GoText.Quote((v as ScalarNode)?.Text ?? "")))}]: values set must be empty for exists and does not exist";
                    break;
                default:
                    return $"{GoText.Quote(@operator)} is not a valid label selector operator";
            }
        }

        return null;
    }

    private static string? Key(string key)
    {
        var slash = key.LastIndexOf('/');
        var name = slash < 0 ? key : key.Substring(slash + 1);
        var prefix = slash < 0 ? null : key.Substring(0, slash);
        string? wrong = null;
        if (prefix is not null && (prefix.IndexOf('/') >= 0 || prefix.Length == 0))
            wrong = prefix.Length == 0 ? "prefix part must be non-empty" : "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
        else if (prefix is not null && !Prefix.IsMatch(prefix))
            wrong = "prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
        else if (name.Length == 0) wrong = "name part must be non-empty";
        else if (name.Length > 63) wrong = "name part must be no more than 63 characters";
        else if (!NamePart.IsMatch(name))
            wrong = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
        return wrong is null ? null : $"key: Invalid value: {GoText.Quote(key)}: {wrong}";
    }
}
