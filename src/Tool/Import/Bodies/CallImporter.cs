using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Templates;
using Argosy.Tool.Import.Writing;

namespace Argosy.Tool.Import.Bodies;

/// <summary>A task or step as the call of a template method with what hangs on it. Null where C# cannot say all of it.</summary>
internal sealed class CallImporter(TemplateIndex templates)
{
    /// <summary>The method that the node calls; null for templates that C# does not know.</summary>
    public ImportedTemplate? Template(FieldSet node)
    {
        if (node.Map["template"] is ScalarNode name) return templates.Own(name.Text);
        return node.Map["templateRef"] is MapNode reference && templates.Referenced(reference) is { } target && Fits(node, target) ? target : null;
    }

    /// <summary>The call with its arguments.</summary>
    public string? Call(FieldSet node, GraphScope scope, string indent)
    {
        if (node.Map["inline"] is not null) return null;
        var target = Template(node);
        if (node.Map["templateRef"] is MapNode reference && target is null) return UntypedCall(node, reference, scope, indent);
        if (target is null) return null;
        node.Take("template");
        node.Take("templateRef");
        if (Arguments(node, scope, indent) is not { } arguments) return null;
        var texts = new List<string>();
        var named = false;
        foreach (var input in target.Inputs)
        {
            if (!arguments.Remove((input.Name, input.IsArtifact), out var value))
            {
                if (!input.HasDefault) return null;
                named = true;
                continue;
            }

            texts.Add(named ? $"{input.CSharp}: {value}" : value);
        }

        // What the template does not take cannot be said by a call.
        return arguments.Count == 0 ? $"{templates.Qualified(target)}({string.Join(", ", texts)})" : null;
    }

    // Whether a call gives all that the method asks for and nothing else.
    private static bool Fits(FieldSet node, ImportedTemplate target)
    {
        var arguments = node.Map["arguments"] as MapNode;
        HashSet<string> Given(string list) => [.. ((arguments?[list] as ListNode)?.Items ?? []).OfType<MapNode>().Select(p => (p["name"] as ScalarNode)?.Text ?? "")];
        var parameters = Given("parameters");
        var artifacts = Given("artifacts");
        return target.Inputs.All(i => i.HasDefault || (i.IsArtifact ? artifacts : parameters).Contains(i.Name))
            && parameters.All(p => target.Inputs.Any(i => !i.IsArtifact && i.Name == p)) && artifacts.All(p => target.Inputs.Any(i => i.IsArtifact && i.Name == p));
    }

    /// <summary>What hangs on the node beside its arguments: <c>.Named</c>, <c>.When</c>, <c>.ContinueOn</c>, handlers.</summary>
    public string? Suffixes(FieldSet node, GraphScope scope, string? derivedName, string indent)
    {
        var text = "";
        var name = node.TakeText("name")!;
        if (derivedName != name) text += $".Named({Literal.Ordinary(name)})";
        if (node.Peek("when") is ScalarNode { Kind: ScalarKind.String } when)
        {
            node.Take("when");
            foreach (var used in ValueImporter.NodesIn(when.Text, scope.Prefix)) scope.Used.Add(used);
            text += $".When({Literal.Text(when.Text, indent)})";
        }

        if (node.Child("continueOn") is { } continueOn)
        {
            var flags = new[] { ("failed", continueOn.TakeFlag("failed")), ("error", continueOn.TakeFlag("error")) };
            text += $".ContinueOn({string.Join(", ", flags.Where(f => f.Item2 is not null).Select(f => $"{f.Item1}: {(f.Item2!.Value ? "true" : "false")}"))})";
        }

        if (node.TakeText("onExit") is { } onExit)
        {
            if (templates.Own(onExit) is not { } handler || handler.Inputs.Any(i => !i.HasDefault)) return null;
            text += $".OnExit(nameof({handler.Method}))";
        }

        return Hooks(node, scope, indent) is { } hooks ? text + hooks : null;
    }

    private string? Hooks(FieldSet node, GraphScope scope, string indent)
    {
        if (node.Child("hooks") is not { } hooks) return "";
        var text = "";
        foreach (var entry in hooks.Map.Entries)
        {
            if (hooks.Child(entry.Key) is not { } hook) return null;
            var expression = hook.TakeText("expression");
            if (Call(hook, scope, indent) is not { } call || hook.Rest() is not null) return null;
            if (entry.Key == "exit" && expression is null) text += $".OnExit(() => {call})";
            else if (expression is null) return null;
            else text += $".Hook({Literal.Ordinary(entry.Key)}, {Literal.Text(expression, indent)}, () => {call})";
        }

        return text;
    }

    private static Dictionary<(string Name, bool IsArtifact), string>? Arguments(FieldSet node, GraphScope scope, string indent)
    {
        var values = new Dictionary<(string, bool), string>();
        if (node.Child("arguments") is not { } arguments) return values;
        if (arguments.Map.Entries.Count == 0) node.Take("arguments");
        foreach (var parameter in arguments.Items("parameters"))
        {
            if (parameter.Map.Entries.Count != 2 || FieldSet.AnyText(parameter.Map["value"]) is not { } value) return null;
            values[(parameter.TakeText("name")!, false)] = ValueImporter.Parameter(value, scope, indent);
            parameter.Take("value");
        }

        foreach (var artifact in arguments.Items("artifacts"))
        {
            if (artifact.Map.Entries.Count != 2 || artifact.Map["from"] is not ScalarNode { Kind: ScalarKind.String } from) return null;
            var value = ValueImporter.Artifact(from.Text, scope) ?? ValueImporter.RawArtifact(from.Text, scope);
            values[(artifact.TakeText("name")!, true)] = value;
            artifact.Take("from");
        }

        return arguments.Rest() is null ? values : null;
    }

    private static string? UntypedCall(FieldSet node, MapNode reference, GraphScope scope, string indent)
    {
        if (reference.Entries.Any(e => e.Key is not ("name" or "template" or "clusterScope")) || reference["name"] is not ScalarNode owner || reference["template"] is not ScalarNode template) return null;
        if (Arguments(node, scope, indent) is not { } arguments || arguments.Keys.Any(k => k.IsArtifact)) return null;
        node.Take("templateRef");
        var texts = arguments.Select(a => $"({Literal.Ordinary(a.Key.Name)}, {a.Value})");
        var method = reference["clusterScope"] is ScalarNode { Text: "true" } ? "CallCluster" : "Call";
        return $"{method}({string.Join(", ", texts.Prepend(Literal.Ordinary(template.Text)).Prepend(Literal.Ordinary(owner.Text)))})";
    }
}
