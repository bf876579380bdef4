using System.Text.RegularExpressions;
using Argosy.Manifests.Expressions;
using Argosy.Manifests.Expressions.Syntax;
using Argosy.Manifests.Rules.Argo;
using Argosy.Manifests.Tree;
using MapNode = Argosy.Manifests.Tree.MapNode;

namespace Argosy.Manifests.Rules.Runtime.Data;

/// <summary>What outputs of steps and DAGs are read from.</summary>
internal sealed class OutputForms : IManifestRule
{
    private static readonly Regex Name = new(@"^\s*(\{\{)?\s*(steps|tasks)\.[^{}\s=]+\s*(\}\})?\s*$", RegexOptions.CultureInvariant);
    private static readonly Regex OfInput = new(@"^\s*\{\{\s*(inputs|workflow)\.parameters\.[^{}\s=]+\s*\}\}\s*$", RegexOptions.CultureInvariant);
    private static readonly HashSet<string> Lists = new(["filter", "map", "split", "splitAfter", "keys", "values", "fromJSON", "sort", "sortBy", "uniq", "concat", "flatten", "reverse", "take", "toPairs", "fromPairs", "groupBy"], StringComparer.Ordinal);

    public void Check(RuleContext context)
    {
        foreach (var owner in context.View.AllTemplates)
        {
            foreach (var parameter in owner.Map("outputs").Maps("parameters"))
            {
                if (parameter.Map("valueFrom") is not { } from) continue;
                if ((owner.Has("steps") || owner.Has("dag")) && from["parameter"] is ScalarNode { Text: { Length: > 0 } text } scalar && !Name.IsMatch(text))
                {
                    if (from.Has("default"))
                        context.Report(RuleCatalog.RunValues.ParameterDefault, $"this is no single output of a step, so the output always has its default: {Mend(text)}", scalar.Place);
                    else if (OfInput.IsMatch(text))
                        context.Report(RuleCatalog.RunValues.ParameterOfInput, "Argo takes the value of this input for the name of an output, and looks that up: use valueFrom.expression: inputs.parameters.NAME", scalar.Place);
                    else
                        context.Report(RuleCatalog.RunValues.ParameterForm, $"parameter takes exactly one output of a step or task: {Mend(text)}", scalar.Place);
                }

                if (from["expression"] is ScalarNode expression && GivesList(expression.Text))
                    context.Report(RuleCatalog.RunValues.GoText, "a list or map comes out as Go prints it ([a b], map[k:v]): put toJson( … ) around it", expression.Place);
            }

            if (!owner.Has("steps") && !owner.Has("dag")) continue;
            foreach (var artifact in owner.Map("outputs").Maps("artifacts"))
                if (artifact.Text("from").Length == 0 && artifact.Text("fromExpression").Length == 0 && !artifact.Flag("optional") && !artifact.HasLocationOrKey())
                    context.Report(RuleCatalog.RunArtifacts.NoSource, $"the output {artifact.Text("name")} needs a from: which step's or task's artifact is it?", artifact.Place);
        }
    }

    private static string Mend(string text) =>
        text.Contains("{{=") || text.Contains("inputs.") || text.Contains("workflow.") || text.IndexOf("}}", StringComparison.Ordinal) >= 0
            ? "use valueFrom.expression for anything else, for instance expression: steps.a.outputs.result + '-x'"
            : "write {{steps.NAME.outputs.parameters.P}}";

    private static bool GivesList(string text)
    {
        if (text.Contains("{{")) return false;
        try
        {
            return ExpressionParser.Parse(new ExpressionSource(text)) switch
            {
                ArrayNode or Expressions.Syntax.MapNode => true,
                BuiltinNode builtin => Lists.Contains(builtin.Name),
                CallNode { Callee: IdentifierNode callee } => Lists.Contains(callee.Name),
                CallNode { Callee: MemberNode { Target: IdentifierNode { Name: "sprig" }, Property: StringNode name } } => name.Value is "list" or "dict" or "splitList" or "keys" or "values" or "compact" or "sortAlpha" or "initial" or "rest",
                _ => false,
            };
        }
        catch (Exception e) when (e is ExpressionException or Expressions.Values.GoPanic)
        {
            return false;
        }
    }
}

/// <summary>Enums that nobody enforces, and names that two outputs share.</summary>
internal sealed class ValueRules : IManifestRule
{
    public void Check(RuleContext context)
    {
        ReferencedEnum(context);
        foreach (var template in context.View.AllTemplates) InputTags(context, template);
        foreach (var call in context.View.Calls) InputEnum(context, call);
        foreach (var template in context.View.AllTemplates)
            foreach (var input in template.Map("inputs").Maps("parameters"))
                foreach (var field in (string[])["default", "value"])
                    if (input[field] is ScalarNode value && Outside(value, Allowed(input)))
                        context.Report(RuleCatalog.RunValues.DefaultOutside, $"{value.Text} is none of the values of its enum: {string.Join(", ", Allowed(input)!)}", value.Place);
        GlobalNames(context);
        foreach (var parameter in context.Spec.Map("arguments").Maps("parameters").Concat(context.View.AllTemplates.SelectMany(t => t.Map("inputs").Maps("parameters"))).Concat(context.View.Calls.SelectMany(c => c.Node.Map("arguments").Maps("parameters"))))
            if (parameter.Map("valueFrom") is { } from && from.Text("event").Length > 0)
                context.Report(RuleCatalog.RunValues.Event, "only a WorkflowEventBinding can read an event: there its submit.arguments take valueFrom.event", from.At("event").Place);
    }

    private static readonly string[] OfWorkflow =
    [
        "name", "namespace", "mainEntrypoint", "serviceAccountName", "uid", "status", "failures", "duration", "priority", "scheduledTime", "creationTimestamp", "parameters", "annotations", "labels", "outputs",
    ];

    // Argo looks at the values of inputs in few places, and a tag that is not replaced is passed on as text.
    private static void InputTags(RuleContext context, MapNode template)
    {
        var inputs = template.Map("inputs").Maps("parameters").ToList();
        var isSeen = template.Kind().IsLeaf() && template.Text("name") == context.View.Entrypoint;
        foreach (var input in inputs)
            foreach (var field in (string[])["value", "default"])
            {
                if (isSeen || (template.Kind().IsLeaf() && field == "default") || input[field] is not ScalarNode value) continue;
                foreach (var tag in TagOccurrence.In(value).Where(t => !t.IsExpression))
                {
                    string? near = null;
                    var isKnown = tag.Name switch
                    {
                        _ when tag.Name.StartsWith("inputs.parameters.", StringComparison.Ordinal) => Known(inputs.Select(i => i.Text("name")), tag.Name.Substring(18), out near),
                        "workflow.parameters.json" => true,
                        _ when tag.Name.StartsWith("workflow.", StringComparison.Ordinal) && !OfWorkflow.Contains(tag.Name.Split('.')[1]) => false,
                        _ when context.View.IsWorkflow && tag.Name.StartsWith("workflow.parameters.", StringComparison.Ordinal) =>
                            Known(context.Spec.Map("arguments").Maps("parameters").Select(i => i.Text("name")), tag.Name.Substring(20), out near),
                        _ => !tag.Name.StartsWith("steps.", StringComparison.Ordinal) && !tag.Name.StartsWith("tasks.", StringComparison.Ordinal) && tag.Name != "item" || tag.Name is "steps.name" or "tasks.name",
                    };
                    if (!isKnown)
                        context.Report(RuleCatalog.RunValues.InputTag, $"{{{{{tag.Inner}}}}} stays as text: there is no such value where {template.Text("name")} begins{Nearest.Hint(near)}", tag.Place);
                }
            }
    }

    private static bool Known(IEnumerable<string> names, string name, out string? near)
    {
        var all = names.ToList();
        near = Nearest.To(name, all);
        return all.Contains(name);
    }

    private static void ReferencedEnum(RuleContext context)
    {
        if (context.Spec.Map("workflowTemplateRef") is not { } reference || reference.Text("name").Contains("{{")) return;
        var referenced = context.Library.Find(reference.Text("name"), context.Object.Namespace, reference.Flag("clusterScope"));
        foreach (var argument in context.Spec.Map("arguments").Maps("parameters"))
        {
            var other = referenced?.Spec.Map("arguments").Maps("parameters").FirstOrDefault(p => p.Text("name") == argument.Text("name"));
            if (!argument.Has("enum") && argument["value"] is ScalarNode value && Outside(value, Allowed(other)))
                context.Report(RuleCatalog.RunValues.EnumLost, $"{value.Text} is none of {string.Join(", ", Allowed(other)!)}, which {reference.Text("name")} allows; Argo does not check it, because a value of the workflow's own takes the place of the whole parameter", value.Place);
        }
    }

    private static void InputEnum(RuleContext context, TemplateCall call)
    {
        foreach (var argument in call.Node.Map("arguments").Maps("parameters"))
        {
            var input = call.Callee.Map("inputs").Maps("parameters").FirstOrDefault(p => p.Text("name") == argument.Text("name"));
            if (argument["value"] is ScalarNode value && Outside(value, Allowed(input)))
                context.Report(RuleCatalog.RunValues.InputEnum, $"{value.Text} is none of {string.Join(", ", Allowed(input)!)}, which the input {argument.Text("name")} allows{Nearest.Hint(Nearest.To(value.Text, Allowed(input)!))}; Argo does not check it", value.Place);
        }
    }

    private static List<string>? Allowed(MapNode? parameter) => parameter.List("enum")?.Items.OfType<ScalarNode>().Select(s => s.Text).ToList();

    private static bool Outside(ScalarNode value, List<string>? allowed) => allowed is { Count: > 0 } && !value.Text.Contains("{{") && !allowed.Contains(value.Text);

    private static void GlobalNames(RuleContext context)
    {
        foreach (var kind in (string[])["parameters", "artifacts"])
        {
            var first = new Dictionary<string, MapNode>(StringComparer.Ordinal);
            foreach (var template in context.View.AllTemplates)
                foreach (var output in template.Map("outputs").Maps(kind))
                {
                    if (output["globalName"] is not ScalarNode { Text.Length: > 0 } name || name.Text.Contains("{{")) continue;
                    if (!first.TryGetValue(name.Text, out var other)) first[name.Text] = template;
                    else
                        context.Report(RuleCatalog.RunValues.GlobalName, $"{other.Text("name")} exports {name.Text} too, and the last one that ends wins: give one of them another name", name.Place);
                }
        }
    }
}

/// <summary>Archives that cannot be read as they are stored.</summary>
internal sealed class ArtifactRules : IManifestRule
{
    public void Check(RuleContext context)
    {
        foreach (var template in context.View.AllTemplates.Where(t => t.Kind().IsPod()))
        {
            var mounts = TemplateMounts.Of(template).Select(m => m.Text("mountPath").TrimEnd('/')).Where(p => p.Length > 0).ToList();
            foreach (var artifact in template.Map("outputs").Maps("artifacts"))
            {
                var path = artifact.Text("path");
                var file = path.Substring(path.LastIndexOf('/') + 1);
                if (!artifact.Map("archive").Has("zip") || file.IndexOf('.') <= 0 || path.Contains("{{") || file == artifact.Text("name")) continue;
                if (mounts.Any(m => path.StartsWith(m + "/", StringComparison.Ordinal))) continue;
                context.Report(RuleCatalog.RunArtifacts.Zip, $"zip finds a single file only under its own name: call the artifact {file}, zip the directory, or use archive: none", artifact.Map("archive")!.Place);
            }
        }

        foreach (var call in context.View.Calls)
            foreach (var artifact in call.Node.Map("arguments").Maps("artifacts"))
            {
                if (artifact["subPath"] is not ScalarNode { Text.Length: > 0 } subPath || artifact["from"] is not ScalarNode from || NodeMention.Under(from).FirstOrDefault() is not { } mention) continue;
                if (mention.Root != call.Root || call.Sibling(mention.Name)?.Callee is not { } producer || !producer.Kind().IsPod()) continue;
                var output = producer.Map("outputs").Maps("artifacts").FirstOrDefault(a => mention.Rest == "outputs.artifacts." + a.Text("name"));
                if (output is null || output.Map("archive").Has("none")) continue;
                context.Report(RuleCatalog.RunArtifacts.SubPath, $"{output.Text("name")} of {mention.Name} is stored as one archive, and subPath never looks into it: give that output archive: {{none: {{}}}}", subPath.Place);
            }
    }
}

/// <summary>All volume mounts of a template.</summary>
internal static class TemplateMounts
{
    public static IEnumerable<MapNode> Containers(MapNode template)
    {
        foreach (var field in (string[])["container", "script"])
            if (template.Map(field) is { } container) yield return container;
        foreach (var container in template.Map("containerSet").Maps("containers").Concat(template.Maps("initContainers")).Concat(template.Maps("sidecars"))) yield return container;
    }

    public static IEnumerable<MapNode> Of(MapNode template) =>
        Containers(template).SelectMany(c => c.Maps("volumeMounts")).Concat(template.Map("containerSet").Maps("volumeMounts"));
}
