using System.Text.Json.Nodes;
using Argosy.Manifests.Expressions;
using Argosy.Manifests.Tags;

namespace Argosy.Engine;

/// <summary>What steps and tasks refer to: values of finished ones put into arguments, conditions and outputs.</summary>
internal sealed partial class Operation
{
    private static readonly string[] StepPrefixes = ["steps", "tasks"];

    /// <summary>An argument or condition refers to something that is not there.</summary>
    private sealed class ReferenceFault(string message) : Exception(message);

    /// <summary>The step or task with what finished ones gave put in; null while a value is still missing.</summary>
    private JsonObject? ResolveReferences(JsonObject original, Scope scope, CallKind kind)
    {
        var step = original.Clone();
        var hooks = step["hooks"];
        step.Remove("hooks");
        JsonObject WithHooks(JsonObject o)
        {
            if (hooks is not null)
                o["hooks"] = hooks.DeepClone();
            return o;
        }

        var values = scope.Parameters(_globals);
        try
        {
            if (step.Text("when") is { Length: > 0 } when)
            {
                var resolved = JsonNode.Parse(TagSubstitution.ReplaceJsonStrict(GoJson.Quoted(when), values, StepPrefixes))!.GetValue<string>();
                try
                {
                    if (!Conditions.Holds(resolved))
                    {
                        step["when"] = resolved;
                        return WithHooks(step);
                    }
                }
                catch (OperationException e)
                {
                    // Of a loop's condition each item decides: it may name the item.
                    if (!Loops.IsLoop(step))
                        throw new ReferenceFault(e.Message);
                }
            }

            scope.MarkAbsentArguments(step.Object("arguments"));
            var text = GoJson.Text(step);
            if (text.Contains("{{", StringComparison.Ordinal))
                step = JsonNode.Parse(TagSubstitution.ReplaceJsonStrict(text, values, StepPrefixes))!.AsObject();
        }
        catch (TagException e)
        {
            if (e.IsMissingVariable)
            {
                _requeued = true;
                _missing = e.Message;
                return null;
            }

            throw new ReferenceFault(e.Message);
        }

        if (step.Object("arguments") is { } arguments && arguments.List("artifacts") is { } artifacts)
        {
            var resolved = new JsonArray();
            foreach (var artifact in artifacts.OfType<JsonObject>())
            {
                if (artifact.Text("from") is not { Length: > 0 } && artifact.Text("fromExpression") is not { Length: > 0 })
                {
                    resolved.Add(artifact.Clone());
                    continue;
                }

                try
                {
                    var found = ResolveArtifact(artifact, scope)!;
                    found["name"] = artifact["name"]?.DeepClone();
                    resolved.Add(found);
                }
                catch (OperationException e)
                {
                    var isAbsent = artifact.Flag("optional") && (kind == CallKind.Step || e.Message.Contains("Unable to resolve", StringComparison.Ordinal));
                    if (!isAbsent)
                        throw new ReferenceFault(kind == CallKind.Step ? "unable to resolve references: " + e.Message : e.Message);
                }
            }

            arguments["artifacts"] = resolved;
        }

        return WithHooks(step);
    }

    private string? _missing;

    /// <summary>The artifact that a <c>from</c> or <c>fromExpression</c> means, as a copy; null if the artifact names neither.</summary>
    private static JsonObject? ResolveArtifact(JsonObject artifact, Scope scope)
    {
        JsonObject found;
        if (artifact.Text("fromExpression") is { Length: > 0 } expression)
        {
            object? value;
            try
            {
                value = ExpressionEvaluator.Evaluate(expression, scope.All);
            }
            catch (ExpressionException e)
            {
                throw new OperationException(e.Message);
            }

            found = ArtifactValue.From(value) ?? throw new OperationException($"Variable {{{{{artifact.Text("name")}}}}} is not an artifact");
        }
        else if (artifact.Text("from") is { Length: > 0 } from)
        {
            var (tag, value) = Lookup(from, scope);
            found = ArtifactValue.From(value) ?? throw new OperationException($"Variable {{{{{tag}}}}} is not an artifact");
        }
        else
        {
            return null;
        }

        if (artifact.Text("subPath") is { Length: > 0 } subPath)
        {
            var replaced = JsonNode.Parse(TagSubstitution.ReplaceJson(GoJson.Quoted(subPath), scope.Parameters(null), allowUnresolved: true))!.GetValue<string>();
            try
            {
                ArtifactLocations.Append(found, replaced);
            }
            catch (OperationException) when (found.Flag("optional"))
            {
                return found;
            }
        }

        return found;
    }

    /// <summary>Looks one name up, with or without braces and blanks around it.</summary>
    private static (string Tag, object? Value) Lookup(string text, Scope scope)
    {
        var tag = text;
        if (tag.StartsWith("{{", StringComparison.Ordinal))
            tag = tag[2..];
        if (tag.EndsWith("}}", StringComparison.Ordinal))
            tag = tag[..^2];
        tag = tag.Trim();
        if (tag.StartsWith('='))
        {
            // Argo compiles it against flat names, which no expression can say.
            throw new OperationException($"Unable to compile: {GoQuote(tag[1..])}");
        }

        return scope.All.TryGetValue(tag, out var value) ? (tag, value) : throw new OperationException($"Unable to resolve: {GoQuote(tag)}");
    }

    private static string GoQuote(string text) => QuoteForTag(text);

    private void AddToScope(Scope scope, string prefix, string name, Node node)
    {
        if (LastUnhookedChild(node) is { } attempt)
            node = attempt;
        var key = $"{prefix}.{name}.";
        scope.Set(key + "id", node.Id);
        if (node.StartedAt is { } started)
            scope.Set(key + "startedAt", Rfc3339(started));
        if (node.FinishedAt is { } finished)
            scope.Set(key + "finishedAt", Rfc3339(finished));
        if (node.PodIp is { Length: > 0 } ip)
            scope.Set(key + "ip", ip);
        if (node.Phase.Length > 0)
            scope.Set(key + "status", node.Phase);
        if (node.HostNodeName is { Length: > 0 } host)
            scope.Set(key + "hostNodeName", host);
        if (node.Outputs is not { } outputs)
            return;
        if (outputs.Text("result") is { } result)
            scope.Set(key + "outputs.result", result);
        if (outputs.Text("exitCode") is { } exitCode)
            scope.Set(key + "exitCode", exitCode);
        foreach (var parameter in outputs.Items("parameters"))
            if (parameter.Text("value") is { } value)
                scope.Set($"{key}outputs.parameters.{parameter.Text("name")}", value);
        foreach (var artifact in outputs.Items("artifacts"))
            scope.Set($"{key}outputs.artifacts.{artifact.Text("name")}", artifact);
    }

    /// <summary>The declared outputs of a producer that did not run: its defaults, else known to be absent.</summary>
    private static void AddSkippedOutputs(Scope scope, string prefix, string name, Node node, TemplateCall call, TemplateContext context, bool withArtifacts)
    {
        if (node.Outputs is not null || node.Phase is not (Phases.Skipped or Phases.Omitted))
            return;
        JsonObject template;
        try
        {
            template = context.Resolve(call).Template;
        }
        catch (OperationException)
        {
            return;
        }

        foreach (var parameter in template.Object("outputs").Items("parameters"))
        {
            var key = $"{prefix}.{name}.outputs.parameters.{parameter.Text("name")}";
            if (parameter.Object("valueFrom").Text("default") is { } fallback)
                scope.Set(key, fallback);
            else
                scope.SetAbsent(key);
        }

        if (!withArtifacts)
            return;
        foreach (var artifact in template.Object("outputs").Items("artifacts"))
            scope.Set($"{prefix}.{name}.outputs.artifacts.{artifact.Text("name")}", []);
    }

    private List<Node> LoopItems(string boundaryId, string name, Func<Node, bool> filter)
    {
        var prefix = name + "(";
        return [.. Nodes.Within(boundaryId).Where(n => n.Name.StartsWith(prefix, StringComparison.Ordinal) && filter(n))];
    }

    private readonly Dictionary<string, Aggregates> _aggregates = new(StringComparer.Ordinal);

    private sealed record Aggregates(int Count, string Result, string Parameters, IReadOnlyList<(string Name, string Value)> ByName);

    private void AddAggregates(Scope scope, string prefix, string name, string nodeName, List<Node> items)
    {
        if (items.Count == 0)
            return;
        if (!_aggregates.TryGetValue(nodeName, out var aggregates) || aggregates.Count != items.Count)
        {
            aggregates = Aggregate(items);
            if (items.All(i => i.IsFulfilled && !i.Daemoned))
                _aggregates[nodeName] = aggregates;
        }

        scope.Set($"{prefix}.{name}.outputs.result", aggregates.Result);
        scope.Set($"{prefix}.{name}.outputs.parameters", aggregates.Parameters);
        foreach (var (parameter, value) in aggregates.ByName)
            scope.Set($"{prefix}.{name}.outputs.parameters.{parameter}", value);
    }

    private static Aggregates Aggregate(List<Node> items)
    {
        var succeeded = items.Where(n => n.Flag is not ({ Hooked: true } or { Retried: true })).OrderBy(n => NodeNames.IndexOf(n.Name)).Where(n => n is { Outputs: not null, Phase: Phases.Succeeded });
        var results = new List<string>();
        var maps = new List<string>();
        var byName = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var node in succeeded)
        {
            var parameters = node.Outputs.Items("parameters").Select(p => (Name: p.Text("name") ?? "", Value: p.Text("value") ?? "")).ToList();
            if (parameters.Count > 0)
            {
                maps.Add("{" + string.Join(",", parameters.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => GoJson.Quoted(p.Name) + ":" + GoJson.Quoted(p.Value))) + "}");
                foreach (var (name, value) in parameters)
                {
                    if (!byName.TryGetValue(name, out var values))
                        byName.Add(name, values = []);
                    values.Add(value);
                }
            }

            if (node.Outputs.Text("result") is { } result)
            {
                if (GoJsonReader.Fault(result) is { } fault)
                    throw new OperationException(fault);
                results.Add(RawJson.Compact(result));
            }
        }

        return new Aggregates(items.Count, "[" + string.Join(",", results) + "]", "[" + string.Join(",", maps) + "]", [.. byName.Select(p => (p.Key, ValueList(p.Value)))]);
    }

    // Objects and lists stay what they are if all are; else each value is a text.
    private static string ValueList(List<string> values)
    {
        var areStructures = values.All(v => GoJsonReader.Fault(v) is null && v.TrimStart() is ['{' or '[', ..]);
        return "[" + string.Join(",", values.Select(v => areStructures ? RawJson.Sorted(v) : GoJson.Quoted(v))) + "]";
    }

    private JsonObject? TemplateOutputs(JsonObject template, Scope scope)
    {
        var declared = template.Object("outputs");
        if (declared is null || (declared.List("parameters") is not { Count: > 0 } && declared.List("artifacts") is not { Count: > 0 }))
            return null;
        var outputs = new JsonObject();
        if (declared.List("parameters") is { Count: > 0 })
            outputs["parameters"] = new JsonArray([.. declared.Items("parameters").Select(p => OutputParameter(p, scope))]);
        if (declared.List("artifacts") is not { Count: > 0 })
            return outputs;
        var artifacts = new JsonArray();
        foreach (var artifact in declared.Items("artifacts"))
        {
            try
            {
                if (ResolveArtifact(artifact, scope) is not { } found)
                    continue;
                found["name"] = artifact["name"]?.DeepClone();
                artifacts.Add(found);
            }
            catch (OperationException e)
            {
                if (!e.Message.Contains("Unable to resolve", StringComparison.Ordinal) || !artifact.Flag("optional"))
                    throw new OperationException("unable to resolve outputs from scope: " + e.Message);
            }
        }

        if (artifacts.Count > 0)
            outputs["artifacts"] = artifacts;
        return outputs;
    }

    private static JsonNode OutputParameter(JsonObject parameter, Scope scope)
    {
        var source = parameter.Object("valueFrom") ?? throw new OperationException("output parameters must have a valueFrom specified");
        var fallback = source.Text("default");
        string? value;
        try
        {
            if (source.Text("expression") is { Length: > 0 } expression)
            {
                value = ExpressionText(expression, scope);
            }
            else if (source.Text("parameter") is { Length: > 0 } name)
            {
                var (tag, found) = Lookup(name, scope);
                value = found switch { string s => s, null => null, ArtifactValue => "", _ => Convert.ToString(found, System.Globalization.CultureInfo.InvariantCulture) };
                if (value is null && scope.IsAbsent(tag))
                    value = fallback ?? throw new AbsentOutput($"output parameter {GoQuote(parameter.Text("name") ?? "")}: {GoQuote(name)} is an absent optional (skipped/omitted node output with no default)");
            }
            else
            {
                value = "";
            }
        }
        catch (Exception e) when (e is OperationException or ExpressionException)
        {
            value = fallback ?? throw new OperationException(e.Message);
        }
        catch (AbsentOutput e)
        {
            throw new OperationException(e.Message);
        }

        var result = parameter.Clone();
        result.Remove("valueFrom");
        result["value"] = value ?? "";
        return result;
    }

    private sealed class AbsentOutput(string message) : Exception(message);

    private static string ExpressionText(string expression, Scope scope)
    {
        if (ExpressionEvaluator.Evaluate(expression, scope.All) is null)
            throw new OperationException($"failed to evaluate expression {GoQuote(expression)}");
        return ExpressionEvaluator.EvaluateText(expression, scope.All);
    }

    /// <summary>Makes outputs with a <c>globalName</c> known to the whole workflow.</summary>
    private void ExportOutputs(JsonObject? outputs)
    {
        foreach (var parameter in outputs.Items("parameters"))
        {
            if (parameter.Text("globalName") is not { Length: > 0 } global)
                continue;
            if (parameter.Text("value") is { } value)
                SetGlobal("workflow.outputs.parameters." + global, value);
            Outputs ??= [];
            var list = Outputs.EnsureList("parameters");
            if (Outputs.Named("parameters", global) is { } existing)
            {
                if (parameter["value"] is { } newValue)
                    existing["value"] = newValue.DeepClone();
            }
            else
            {
                var exported = new JsonObject { ["name"] = global };
                if (parameter["value"] is { } v)
                    exported["value"] = v.DeepClone();
                list.Add(exported);
            }

            _statusChanged = true;
        }

        foreach (var artifact in outputs.Items("artifacts"))
        {
            if (artifact.Text("globalName") is not { Length: > 0 } global)
                continue;
            var exported = artifact.Clone();
            exported["name"] = global;
            exported.Remove("globalName");
            exported.Remove("path");
            Outputs ??= [];
            var list = Outputs.EnsureList("artifacts");
            if (Outputs.Named("artifacts", global) is { } existing)
                list[list.IndexOf(existing)] = exported;
            else
                list.Add(exported);
            _globalsVersion++;
            _statusChanged = true;
        }
    }
}
