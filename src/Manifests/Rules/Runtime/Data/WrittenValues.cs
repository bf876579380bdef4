using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Runtime.Data;

/// <summary>Values that YAML reads as something else than what stands there. Looked for in the document as it was read, before its fields got their types.</summary>
internal sealed class WrittenValues : IManifestRule
{
    public void Check(RuleContext context)
    {
        var root = context.Object.Document.Root;
        var spec = root["spec"] as MapNode;
        if (context.Object.Kind == "CronWorkflow") spec = spec.Map("workflowSpec");
        Walk(context, spec, "", 0);
    }

    private static void Walk(RuleContext context, Node? node, string parent, int depth)
    {
        if (depth > 200) return;
        switch (node)
        {
            case MapNode map:
                if (parent == "parameters") Parameter(context, map);
                foreach (var entry in map.Entries)
                {
                    if (entry.Key == "withItems") Items(context, entry.Value);
                    else if (entry.Key is not ("manifest" or "plugin")) Walk(context, entry.Value, entry.Key, depth + 1);
                }

                break;
            case ListNode list:
                foreach (var item in list.Items) Walk(context, item, parent, depth + 1);
                break;
        }
    }

    private static void Parameter(RuleContext context, MapNode parameter)
    {
        foreach (var field in (string[])["value", "default"])
        {
            var value = parameter[field];
            if (value is MapNode or ListNode)
                context.Report(RuleCatalog.RunValues.NotText, $"a {(value is MapNode ? "map" : "list")} is no value: Argo takes it for an empty text; write it as JSON text, in quotes", value.Place);
            else if (value is ScalarNode scalar) Scalar(context, scalar);
        }

        if (parameter["enum"] is ListNode allowed)
            foreach (var scalar in allowed.Items.OfType<ScalarNode>()) Scalar(context, scalar);
    }

    private static void Scalar(RuleContext context, ScalarNode scalar)
    {
        if (scalar.Kind == ScalarKind.Boolean && scalar.Written is { } word && !string.Equals(word, scalar.Text, StringComparison.OrdinalIgnoreCase))
            context.Report(RuleCatalog.RunValues.YamlBoolean, $"{word} without quotes is the boolean {scalar.Text}: put it in quotes", scalar.Place);
        if (scalar.Kind is ScalarKind.Integer or ScalarKind.Float) Number(context, scalar);
    }

    private static void Number(RuleContext context, ScalarNode scalar)
    {
        var written = scalar.Written ?? scalar.Text;
        var digits = written.Count(char.IsDigit);
        if (scalar.Kind == ScalarKind.Integer && digits > 15)
            context.Report(RuleCatalog.RunValues.YamlNumber, $"{written} has more digits than Argo keeps: put it in quotes", scalar.Place);
        else if (scalar.Kind == ScalarKind.Integer && scalar.Written is not null)
            context.Report(RuleCatalog.RunValues.YamlNumber, $"{written} without quotes is the number {scalar.Text}: put it in quotes", scalar.Place);
        else if (scalar.Kind == ScalarKind.Float && written.IndexOf('.') >= 0 && (written[written.Length - 1] == '0' || written[0] == '.'))
            context.Report(RuleCatalog.RunValues.YamlNumber, $"{written} without quotes is a number and loses its zeros: put it in quotes", scalar.Place);
    }

    private static void Items(RuleContext context, Node node)
    {
        if (node is not ListNode list) return;
        foreach (var item in list.Items)
        {
            if (item is ScalarNode { Kind: ScalarKind.Boolean } scalar) Scalar(context, scalar);
            if (item is not MapNode map) continue;
            foreach (var entry in map.Entries)
            {
                if (entry.Key is "true" or "false")
                    context.Report(RuleCatalog.RunValues.YamlBoolean, $"this key without quotes is the boolean {entry.Key}: put it in quotes", entry.KeyPlace);
                if (entry.Value is ScalarNode { Kind: ScalarKind.Boolean } value) Scalar(context, value);
            }
        }
    }
}
