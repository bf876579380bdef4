using System.Text.RegularExpressions;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Argo;

internal sealed partial class WorkflowValidation
{
    private static readonly Regex TagPattern = new(@"\{\{[-a-zA-Z0-9]+(\.[-a-zA-Z0-9_]+)*\}\}", RegexOptions.CultureInvariant);
    private static readonly Regex PlaceholderPattern = new(Placeholders.Prefix + "[0-9]+", RegexOptions.CultureInvariant);

    private const string InvalidVariableName = "Parameter/Artifact name must consist of alpha-numeric characters, '_' or '-' e.g. my_param_1, MY-PARAM-1";

    /// <summary>Whether a text has a simple tag without blanks in it.</summary>
    private static bool IsTag(string text) => text.Length > 4 && TagPattern.IsMatch(text);

    private static bool IsVariableName(string name) => name.Length > 0 && name.All(c => c is '-' or '_' || IsAlphanumeric(c));

    private static bool IsAlphanumeric(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');

    /// <summary>What is wrong with the name of a template, step, task or container; null if nothing.</summary>
    private static string? FieldNameError(string name)
    {
        var errors = new List<string>();
        if (System.Text.Encoding.UTF8.GetByteCount(name) > 128) errors.Add("must be no more than 128 characters");
        if (name.Length == 0 || !IsAlphanumeric(name[0]) || !name.All(c => c == '-' || IsAlphanumeric(c)))
            errors.Add("name must consist of alpha-numeric characters or '-', and must start with an alpha-numeric character (e.g. My-name1-2, 123-NAME)");
        return errors.Count == 0 ? null : string.Join(";", errors);
    }

    private static string? StepNameError(string name) => FieldNameError(PlaceholderPattern.Replace(name, "x"));

    private void FieldNames(ListNode? list, string prefix, bool areVariables) => FieldNames(list?.Items.OfType<MapNode>() ?? [], prefix, areVariables, list);

    /// <summary>Names of a list: there, legal, used once.</summary>
    private void FieldNames(IEnumerable<MapNode> items, string prefix, bool areVariables, Node? at)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var i = -1;
        foreach (var item in items)
        {
            i++;
            var name = item.Text("name");
            if (name.Length == 0)
            {
                Fail(RuleCatalog.Templates.NameRequired, $"{prefix}[{Invariant(i)}].name is required", item.Place.IsKnown || at is null ? item : at);
                continue;
            }

            var error = areVariables ? IsVariableName(name) ? null : InvalidVariableName : FieldNameError(name);
            if (error is not null) Fail(RuleCatalog.Templates.NameInvalid, $"{prefix}[{Invariant(i)}].name: '{name}' is invalid: {error}", item.At("name"));
            if (!seen.Add(name)) Fail(RuleCatalog.Templates.NameRepeated, $"{prefix}[{Invariant(i)}].name '{name}' is not unique", item.At("name"));
        }
    }

    private static bool IsReservedContainer(string name) => name is "wait" or "supervisor" || name.StartsWith("artifact-plugin-", StringComparison.Ordinal);
}
