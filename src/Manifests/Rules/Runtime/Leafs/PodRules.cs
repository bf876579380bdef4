using System.Text.RegularExpressions;
using Argosy.Manifests.Rules.Argo;
using Argosy.Manifests.Rules.Runtime.Data;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Runtime.Leafs;

/// <summary>Volumes that are mounted and nowhere declared, and two things at one path of a script.</summary>
internal sealed class VolumeRules : IManifestRule
{
    private static readonly string[] Own = ["var-run-argo", "tmp-dir-argo", "input-artifacts", "argo-staging", "argo-env-config"];

    public void Check(RuleContext context)
    {
        var spec = context.Spec;
        var shared = spec.Maps("volumes").Select(v => v.Text("name")).Concat(spec.Maps("volumeClaimTemplates").Select(v => v.Map("metadata").Text("name"))).Concat(spec.Map("templateDefaults").Maps("volumes").Select(v => v.Text("name"))).Concat(Own).ToList();
        var isPatched = spec.Text("podSpecPatch").Length > 0 || spec.Map("templateDefaults").Text("podSpecPatch").Length > 0 || context.Options.WorkflowDefaults is not null;
        foreach (var template in context.View.AllTemplates)
        {
            Collisions(context, template);
            if (isPatched || template.Text("podSpecPatch").Length > 0) continue;
            var known = shared.Concat(template.Maps("volumes").Select(v => v.Text("name"))).ToList();
            if (known.Any(k => k.Contains("{{"))) continue;
            foreach (var mount in TemplateMounts.Of(template))
                if (mount["name"] is ScalarNode { Text: { Length: > 0 } text } name && !text.Contains("{{") && !known.Contains(text))
                {
                    if (context.View.IsWorkflow)
                        context.Report(RuleCatalog.RunPods.NoVolume, $"there is no volume {text}{Nearest.Hint(Nearest.To(text, known.Except(Own)))}: declare it in spec.volumes, in volumeClaimTemplates or in the template's volumes", name.Place);
                    else
                        context.Report(RuleCatalog.RunPods.BorrowedVolume, $"there is no volume {text} here{Nearest.Hint(Nearest.To(text, known.Except(Own)))}: every workflow that calls this template must have one; declare it in the template's own volumes", name.Place);
                }
        }

        References(context);
    }

    // A referenced template sees the volumes of the caller, never those of its own WorkflowTemplate.
    private static void References(RuleContext context)
    {
        if (!context.View.IsWorkflow) return;
        var shared = context.Spec.Maps("volumes").Select(v => v.Text("name")).Concat(context.Spec.Maps("volumeClaimTemplates").Select(v => v.Map("metadata").Text("name"))).Concat(Own).ToList();
        foreach (var call in context.View.Calls.Where(c => c.IsElsewhere && c.Callee is not null && c.Node.Has("templateRef")))
        {
            var callee = call.Callee!;
            if (callee.Text("podSpecPatch").Length > 0 || context.Spec.Text("podSpecPatch").Length > 0) continue;
            var missing = TemplateMounts.Of(callee).Select(m => m.Text("name")).FirstOrDefault(n => n.Length > 0 && !n.Contains("{{") && !shared.Contains(n) && !callee.Maps("volumes").Any(v => v.Text("name") == n));
            if (missing is not null)
                context.Report(RuleCatalog.RunPods.NoVolume, $"{callee.Text("name")} mounts {missing}, which must be a volume of this workflow: those of its WorkflowTemplate do not come along", call.Node.At("templateRef").Place);
        }
    }

    private static void Collisions(RuleContext context, MapNode template)
    {
        if (template.Map("script") is not { } script) return;
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var mount in script.Maps("volumeMounts"))
            if (mount.Text("mountPath") is { Length: > 0 } path && !taken.ContainsKey(path)) taken.Add(path, "the volume " + mount.Text("name"));
        foreach (var artifact in template.Map("inputs").Maps("artifacts"))
        {
            if (artifact["path"] is not ScalarNode { Text: { Length: > 0 } path } place) continue;
            if (taken.TryGetValue(path, out var other)) context.Report(RuleCatalog.RunPods.Mount, $"{other} is mounted at {path} already: Kubernetes refuses the pod; take another path", place.Place);
            else taken.Add(path, "the artifact " + artifact.Text("name"));
        }
    }
}

/// <summary>Values in the text of programs, and what Kubernetes changes there.</summary>
internal sealed class ProgramText : IManifestRule
{
    private static readonly Regex Dollars = new(@"(?<!\$)\$\$(?![($])|\$\(ARGO_[A-Z_]+\)", RegexOptions.CultureInvariant);
    private static readonly string[] Shells = ["sh", "bash", "ash", "dash", "zsh", "ksh"];

    public void Check(RuleContext context)
    {
        foreach (var template in context.View.AllTemplates)
        {
            if (template.Map("script") is { } script && script["source"] is ScalarNode source)
            {
                Pasted(context, template, source, "this script");
                if (Dollars.Match(source.Text) is { Success: true } dollar)
                    context.Report(RuleCatalog.RunPods.Dollar, $"Kubernetes turns {dollar.Value} into {(dollar.Value == "$$" ? "$" : "a value of its own")} before the script is written: write {(dollar.Value == "$$" ? "$$$$" : "$" + dollar.Value)}", source.PlaceOf(dollar.Index, dollar.Length));
            }

            foreach (var container in TemplateMounts.Containers(template))
                if (ShellText(container) is { } text) Pasted(context, template, text, "the text for the shell");
        }
    }

    /// <summary>The text after <c>sh -c</c>.</summary>
    private static ScalarNode? ShellText(MapNode container)
    {
        var words = (container.List("command")?.Items ?? []).Concat(container.List("args")?.Items ?? []).OfType<ScalarNode>().ToList();
        for (var i = 1; i + 1 < words.Count; i++)
            if (words[i].Text is ['-', .., 'c'] && words[i].Text.Length <= 6 && Shells.Contains(words[0].Text.Substring(words[0].Text.LastIndexOf('/') + 1))) return words[i + 1];
        return null;
    }

    private static void Pasted(RuleContext context, MapNode template, ScalarNode text, string where)
    {
        foreach (var tag in TagOccurrence.In(text).Where(t => !t.IsExpression && IsValue(template, t.Name)))
            context.Report(RuleCatalog.RunPods.Injection, $"{{{{{tag.Inner}}}}} is pasted into {where}: a quote, a blank or a $ in the value changes the program; pass it as an environment variable and read \"${Variable(tag.Name)}\"", tag.Place);
    }

    private static bool IsValue(MapNode template, string name) =>
        name.StartsWith("inputs.parameters.", StringComparison.Ordinal) || name.StartsWith("workflow.parameters.", StringComparison.Ordinal) || name == "item" || name.StartsWith("item.", StringComparison.Ordinal)
        || name.StartsWith("workflow.outputs.parameters.", StringComparison.Ordinal) || name.Contains(".outputs.parameters.") || name.EndsWith(".outputs.result", StringComparison.Ordinal);

    private static string Variable(string name) => new(name.Substring(name.LastIndexOf('.') + 1).Select(c => char.IsLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_').ToArray());
}

/// <summary>Passwords and tokens that everyone who may read the manifest can read.</summary>
internal sealed class PlainSecrets : IManifestRule
{
    private static readonly Regex Name = new(@"(^|[-_.])(password|passwd|pwd|secret|token|api[-_]?key|secret[-_]?key|access[-_]?key|private[-_]?key|credentials?)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    public void Check(RuleContext context)
    {
        foreach (var template in context.View.AllTemplates)
        {
            foreach (var container in TemplateMounts.Containers(template))
                foreach (var variable in container.Maps("env")) Value(context, variable, "value", "valueFrom.secretKeyRef");
            foreach (var input in template.Map("inputs").Maps("parameters"))
                foreach (var field in (string[])["default", "value"]) Value(context, input, field, "an env with valueFrom.secretKeyRef in the container");
        }

        foreach (var argument in context.Spec.Map("arguments").Maps("parameters")) Value(context, argument, "value", "an env with valueFrom.secretKeyRef in the container");
    }

    private static void Value(RuleContext context, MapNode named, string field, string way)
    {
        if (!Name.IsMatch(named.Text("name")) || named[field] is not ScalarNode { Text: { Length: > 2 } text } value || text.Contains("{{") || text.Contains("$(") || text is "true" or "false" || text[0] == '/') return;
        context.Report(RuleCatalog.RunPods.Secret, $"{named.Text("name")} stands here for everyone to read: put it into a Secret and use {way}", value.Place);
    }
}

/// <summary>How much of a document a cluster takes.</summary>
internal sealed class ObjectSize : IManifestRule
{
    private const int Limit = 1_500_000;

    public void Check(RuleContext context)
    {
        long size = 0;
        foreach (var scalar in TagOccurrence.Scalars(context.Object.Document.Root)) size += scalar.Text.Length + 8;
        if (size > Limit)
            context.Report(RuleCatalog.RunPods.Size, $"this has some {size / 1000:N0} kB, and a cluster stores 1,500: move data into artifacts or ConfigMaps, and templates into WorkflowTemplates".Replace('\u00a0', ','), context.Object.Metadata?.At("name").Place ?? context.Object.Document.Root.Place);
    }
}

/// <summary>Small things of leaf templates that Argo finds out when it makes the pod.</summary>
internal sealed class LeafDetails : IManifestRule
{
    private static readonly Regex Display = new("^[a-zA-Z0-9][a-zA-Z0-9-.]{0,61}[a-zA-Z0-9]$", RegexOptions.CultureInvariant);

    public void Check(RuleContext context)
    {
        foreach (var template in context.View.AllTemplates)
        {
            if (template.Map("containerSet").Map("retryStrategy") is { } retry && retry.Text("retries") == "0")
                context.Report(RuleCatalog.RunPods.NeverRuns, "retries counts all runs of a container set: with 0 its containers never run, and it has succeeded; write 1 for one run", retry.At("retries").Place);
            Patch(context, template["podSpecPatch"]);
            if (template.Map("metadata").Map("annotations")?["workflows.argoproj.io/display-name"] is ScalarNode name) DisplayName(context, name);
            if (template.Map("annotations")?["workflows.argoproj.io/display-name"] is ScalarNode own) DisplayName(context, own);
            Conditions(context, template.Map("resource"));
            Http(context, template);
            if (template.Kind().IsPod() && template.Has("automountServiceAccountToken") && !template.Flag("automountServiceAccountToken")
                && template.Map("executor").Text("serviceAccountName").Length == 0 && context.Spec.Map("executor").Text("serviceAccountName").Length == 0)
                context.Report(RuleCatalog.RunPods.Token, "without a token Argo needs an account of its own in the pod: set executor.serviceAccountName", template.At("automountServiceAccountToken").Place);
        }

        Patch(context, context.Spec["podSpecPatch"]);
        Images(context);
        foreach (var template in context.View.AllTemplates)
            foreach (var container in template.Map("containerSet").Maps("containers").Concat(template.Maps("sidecars")).Concat(template.Maps("initContainers")))
                if (container.Text("image").Length == 0 && template.Text("podSpecPatch").Length == 0 && context.Spec.Text("podSpecPatch").Length == 0)
                    context.Report(RuleCatalog.RunPods.InlineImage, $"the container {container.Text("name")} has no image, and Kubernetes refuses the pod", container.At("image").Place);
    }

    private static void Patch(RuleContext context, Node? node)
    {
        if (node is ScalarNode { Text: { Length: > 0 } text } patch && !text.Contains("{{") && context.Options.IsYaml?.Invoke(text) == false)
            context.Report(RuleCatalog.RunPods.Patch, "this is no YAML, and no pod can be made with it", patch.Place);
    }

    private static void DisplayName(RuleContext context, ScalarNode name)
    {
        if (!name.Text.Contains("{{") && !Display.IsMatch(name.Text))
            context.Report(RuleCatalog.RunPods.DisplayName, $"{name.Text} is no display name: it may have letters, digits, dashes and dots, 2 to 63 of them", name.Place);
    }

    private static void Conditions(RuleContext context, MapNode? resource)
    {
        foreach (var field in (string[])["successCondition", "failureCondition"])
            if (resource?[field] is ScalarNode { Text: { Length: > 0 } text } condition && !text.Contains("{{") && (text.Contains("&&") || text.Contains("||") || text.IndexOfAny(['"', '\'']) >= 0))
                context.Report(RuleCatalog.RunPods.ResourceCondition, "this is a selector like those of labels: write status.phase == Succeeded, several joined by commas, without quotes, && or ||", condition.Place);
    }

    private static void Http(RuleContext context, MapNode template)
    {
        if (template.Map("http") is not { } http) return;
        if (http["url"] is ScalarNode { Text: var url } place && !url.Contains("{{") && !Regex.IsMatch(url, "^https?://[^/\\s]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))
            context.Report(RuleCatalog.RunPods.Http, $"{(url.Length == 0 ? "this" : url)} is no address: write http:// or https:// and a host", place.Place);
        if (http["successCondition"] is ScalarNode { Text: { Length: > 0 } text } condition && !text.Contains("{{"))
            foreach (var fault in Expressions.ExpressionChecker.Check(text, ["request.method", "request.url", "request.body", "request.headers.*", "response.statusCode", "response.body", "response.headers.*"]))
                context.Report(fault.IsSyntax ? RuleCatalog.RunTags.Syntax : RuleCatalog.RunTags.UnknownName, fault.Message, condition.PlaceOf(Math.Min(fault.Offset, text.Length - 1), Math.Min(fault.Length, text.Length - Math.Min(fault.Offset, text.Length - 1))));
    }

    // Argo looks into the first inline template without a name only.
    private static void Images(RuleContext context)
    {
        var defaults = context.Spec.Map("templateDefaults");
        foreach (var call in context.View.Calls.Where(c => c.IsInline && c.Callee.Text("name").Length == 0).Skip(1))
            foreach (var field in (string[])["container", "script"])
                if (call.Callee.Map(field) is { } container && container.Text("image").Length == 0 && defaults.Map(field).Text("image").Length == 0)
                    context.Report(RuleCatalog.RunPods.InlineImage, $"the inline template of {call.Name} has no image", container.Place);
    }
}

/// <summary>Metrics that end as a condition MetricsError.</summary>
internal sealed class MetricRules : IManifestRule
{
    public void Check(RuleContext context)
    {
        foreach (var holder in context.View.AllTemplates.Prepend(context.Spec))
            foreach (var metric in holder.Map("metrics").Maps("prometheus"))
            {
                foreach (var field in (string[])["gauge", "counter", "histogram"])
                    if (metric.Map(field)?["value"] is ScalarNode { Text: { Length: > 0 } text } value && !text.Contains("{{")
                        && !double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _))
                        context.Report(RuleCatalog.RunPods.Metric, $"{text} is no number: the metric is never given out", value.Place);
                if (metric["when"] is ScalarNode { Text: { Length: > 0 } when } condition && !when.Contains("{{") && Expressions.ExpressionChecker.CheckCondition(when) is { } fault)
                    context.Report(RuleCatalog.RunPods.Metric, $"this condition cannot be read: {fault.TrimEnd()}", condition.Place);
            }
    }
}
