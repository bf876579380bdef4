using Argosy.Manifests.Rules.Decoding;
using Argosy.Manifests.Tags;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Argo;

internal sealed partial class WorkflowValidation
{
    /// <summary>The object whose templates a name means.</summary>
    /// <param name="Object">The object.</param>
    /// <param name="Scope">Argo's name of it: what was examined once under it is not examined again.</param>
    /// <param name="GivesDefaults">Whether its templateDefaults count for a missing image.</param>
    private sealed record Base(CheckedObject Object, string Scope, bool GivesDefaults)
    {
        // A template object is checked as the workflow that it would make: without its name.
        public static Base Of(CheckedObject o) => new(o, "local/" + (o.Kind == "Workflow" ? o.Name : ""), true);

        public static Base Referenced(CheckedObject o) =>
            o.Kind == "ClusterWorkflowTemplate" ? new Base(o, "cluster/" + o.Name, false) : new Base(o, "namespaced/" + o.Name, true);
    }

    /// <summary>What a call leads to.</summary>
    /// <param name="Template">The template; null where it is not known.</param>
    /// <param name="IsMissing">Whether it should be known: that was reported, and what its outputs are is not guessed.</param>
    private readonly record struct Resolved(MapNode? Template, bool IsMissing);

    /// <summary>Checks the call of a template, and the template where this is the first call.</summary>
    private Resolved Visit(MapNode holder, Node at, Base from, CallArguments arguments)
    {
        var reference = holder.Map("templateRef");
        var name = holder.Text("template");
        var inline = holder.Map("inline");
        var where = reference is not null ? holder["templateRef"]! : holder["template"] is { Place.IsKnown: true } named ? named : at;
        if (!where.Place.IsKnown) where = at;
        if (reference is not null)
        {
            if (name.Length > 0) return Missing(RuleCatalog.Templates.Reference, "template name cannot be specified with templateRef", where);
            if (reference.Text("name").Length == 0) return Missing(RuleCatalog.Templates.Reference, "resource name is required", where);
            if (reference.Text("template").Length == 0) return Missing(RuleCatalog.Templates.Reference, "template name is required", where);
            var tags = TagText.Tags(reference.Text("name") + " " + reference.Text("template"), out var unclosed);
            if (unclosed is not null || tags.Any(t => !t.StartsWith("=", StringComparison.Ordinal))) return new Resolved(null, false);
        }
        else if (name.Length > 0 && Named(from, name) is null)
        {
            return Missing(RuleCatalog.Objects.UndefinedTemplate, $"template name '{name}' undefined", where, Nearest.Hint(Nearest.To(name, from.Object.Spec.Maps("templates").Select(t => t.Text("name")))));
        }

        var to = from;
        if (reference is not null)
        {
            var found = Lookup(reference.Text("name"), reference.Flag("clusterScope"), reference["name"] is { Place.IsKnown: true } n ? n : where);
            if (found is null) return new Resolved(null, true);
            to = Base.Referenced(found);
        }

        var template = inline ?? (reference is not null ? Named(to, reference.Text("template")) : name.Length > 0 ? Named(from, name) : null);
        if (template is null)
        {
            if (reference is null) return Missing(RuleCatalog.Templates.Reference, "failed to get a template", at, "; write template, templateRef or inline");
            if (reference.Text("template").Contains(Placeholders.Prefix)) return new Resolved(null, false);
            return Missing(RuleCatalog.Objects.UndefinedTemplate, $"template reference {reference.Text("name")}.{reference.Text("template")} not found", reference["template"] is { Place.IsKnown: true } t ? t : where,
                Nearest.Hint(Nearest.To(reference.Text("template"), to.Object.Spec.Maps("templates").Select(x => x.Text("name")))));
        }

        if (template.Kind() == TemplateKind.Unknown)
        {
            var known = template.Place.IsKnown ? template : at;
            return Missing(RuleCatalog.Templates.NoType, $"template '{template.Text("name")}' type is unknown", known, "; give it one of container, script, steps, dag, resource, suspend, http, data, containerSet, plugin");
        }

        if (template.Map("retryStrategy") is { } retry && retry.Text("retryPolicy") is not ("" or "Always" or "OnError" or "OnFailure" or "OnTransientError") and var policy)
            Fail(RuleCatalog.Templates.RetryPolicy, $"{policy} is not a valid RetryPolicy", retry.At("retryPolicy"), Nearest.Hint(Nearest.To(policy, ["Always", "OnError", "OnFailure", "OnTransientError"])));

        Template(template, to, arguments, where);
        return new Resolved(template, false);
    }

    private Resolved Missing(Rule rule, string text, Node at, string hint = "")
    {
        Fail(rule, text, at, hint);
        return new Resolved(null, true);
    }

    private readonly Dictionary<(CheckedObject, string), MapNode?> _named = [];

    /// <summary>The first template of a name, with the labels and annotations that its object gives to every pod.</summary>
    private MapNode? Named(Base @base, string name)
    {
        if (_named.TryGetValue((@base.Object, name), out var known)) return known;
        var template = @base.Object.Spec.Maps("templates").FirstOrDefault(t => t.Text("name") == name);
        if (template is not null && @base.Object.Spec.Map("podMetadata") is { } pod && (pod.Any("labels") || pod.Any("annotations")))
        {
            var metadata = new MapNode { Place = template.Map("metadata")?.Place ?? pod.Place };
            foreach (var field in (string[])["annotations", "labels"])
            {
                var own = template.Map("metadata").Map(field);
                var all = new MapNode { Place = own?.Place ?? pod.Place };
                foreach (var entry in own?.Entries ?? []) all.Add(entry.Key, entry.Value, entry.KeyPlace);
                foreach (var entry in pod.Map(field)?.Entries ?? [])
                    if (all[entry.Key] is null) all.Add(entry.Key, entry.Value, entry.KeyPlace);
                if (all.Entries.Count > 0) metadata.Add(field, all);
            }

            template = With(template, "metadata", metadata);
        }

        return _named[(@base.Object, name)] = template;
    }

    private static MapNode With(MapNode map, string key, Node value)
    {
        var copy = new MapNode { Place = map.Place };
        foreach (var entry in map.Entries)
            if (entry.Key != key) copy.Add(entry.Key, entry.Value, entry.KeyPlace);
        copy.Add(key, value, map.Entry(key)?.KeyPlace ?? default);
        return copy;
    }

    private void Template(MapNode template, Base @base, CallArguments arguments, Node at)
    {
        var name = template.Text("name");
        var kind = template.Kind();
        var types = template.TypeFields().ToList();
        if (types.Count > 1)
            Fail(RuleCatalog.Templates.ManyTypes, $"templates.{name} multiple template types specified. choose one of: container, containerSet, steps, script, resource, dag, suspend, template, template ref",
                template.Entry(types[1])!.KeyPlace, $"; it has {string.Join(" and ", types)}");

        if (template.Has("podResources"))
        {
            if (kind is TemplateKind.Http or TemplateKind.Plugin) Fail(RuleCatalog.Objects.PodResources, $"templates.{name}.podResources is not supported for {kind.Title()} templates", template.At("podResources"));
            PodResources($"templates.{name}.podResources", template.Map("podResources"));
        }

        var scope = Inputs(template, name, kind);
        foreach (var container in template.Maps("initContainers"))
            if (container.Text("name").Length == 0) Fail(RuleCatalog.Templates.InitContainerName, "initContainers must all have container name", container);

        var locals = new List<KeyValuePair<string, string>>();
        if (kind.IsPod()) Local("pod.name");
        if (template.Has("retryStrategy"))
            foreach (var variable in (string[])["retries", "lastRetry.exitCode", "lastRetry.status", "lastRetry.duration", "lastRetry.message"]) Local(variable);
        if (kind.IsLeaf())
        {
            foreach (var artifact in template.Map("outputs").Maps("artifacts"))
                if (artifact.Text("path").Length > 0) scope.Add($"outputs.artifacts.{artifact.Text("name")}.path");
            foreach (var parameter in template.Map("outputs").Maps("parameters"))
                if (parameter.Map("valueFrom").Text("path").Length > 0) scope.Add($"outputs.parameters.{parameter.Text("name")}.path");
        }

        var ready = Process(template, name, arguments, locals, at);
        if (ready is null) return;
        var readyKind = ready.Kind();
        if (template.Any("resourceClaims") && !readyKind.IsPod())
            Fail(RuleCatalog.Templates.ResourceClaims, $"templates.{name}.resourceClaims is not supported for {readyKind.Title()} templates, which do not create a pod", template.At("resourceClaims"));

        if (ready.Text("timeout") is { Length: > 0 } timeout)
        {
            if (!readyKind.IsLeaf()) Fail(RuleCatalog.Templates.Timeout, $"{readyKind.Title()} template doesn't support timeout field", ready.At("timeout"));
            else if (IsInteger(timeout)) Fail(RuleCatalog.Templates.Timeout, $"{ready.Text("name")} has invalid duration format in timeout", ready.At("timeout"), "; write a unit, as in 30s, 5m, 2h");
        }

        if (ready.Text("pendingTimeout").Length > 0 && !readyKind.IsLeaf())
            Fail(RuleCatalog.Templates.PendingTimeout, $"{readyKind.Title()} template doesn't support pendingTimeout field", ready.At("pendingTimeout"));

        if (!_visited.Add(@base.Scope + name)) return;
        foreach (var global in _globals.Keys) scope.Add(global);
        scope.AnyOutputArtifact |= _anyGlobalArtifact;
        switch (readyKind)
        {
            case TemplateKind.Steps: Steps(ready, name, scope, @base); break;
            case TemplateKind.Dag: Dag(ready, name, scope, @base); break;
            default: Leaf(ready, name, readyKind, scope, @base); break;
        }

        Outputs(ready, name, readyKind, scope);
        if (ready.Map("archiveLocation") is { } location) Location($"templates.{name}.archiveLocation", location);
        Metrics(ready, name);

        void Local(string variable)
        {
            locals.Add(new KeyValuePair<string, string>(variable, _placeholders.Next()));
            scope.Add(variable);
            _placeholders.Next();
        }
    }

    private VariableScope Inputs(MapNode template, string name, TemplateKind kind)
    {
        var inputs = template.Map("inputs");
        FieldNames(inputs.List("parameters"), $"templates.{name}.inputs.parameters", true);
        FieldNames(inputs.List("artifacts"), $"templates.{name}.inputs.artifacts", true);
        var scope = new VariableScope();
        foreach (var parameter in inputs.Maps("parameters")) scope.Add("inputs.parameters." + parameter.Text("name"));
        if (inputs.Any("parameters")) scope.Add("inputs.parameters");
        foreach (var artifact in inputs.Maps("artifacts"))
        {
            var variable = "inputs.artifacts." + artifact.Text("name");
            scope.Add(variable);
            if (kind.IsLeaf())
            {
                ArtifactPath(artifact, $"templates.{name}.{variable}");
                scope.Add(variable + ".path");
            }
            else if (artifact.Text("path").Length > 0)
            {
                Fail(RuleCatalog.Templates.PathOnlyInLeaf, $"templates.{name}.{variable}.path only valid in container/script templates", artifact.At("path"));
            }

            if (artifact.Text("from").Length > 0) Fail(RuleCatalog.Templates.FromInInput, $"templates.{name}.{variable}.from not valid in inputs", artifact.At("from"), "; the caller says where it comes from, in its arguments");
            Location($"templates.{name}.{variable}", artifact);
        }

        return scope;
    }

    private void ArtifactPath(MapNode artifact, string where)
    {
        var path = artifact.Text("path");
        var name = artifact.Text("name");
        if (path.Length == 0) Fail(RuleCatalog.Templates.ArtifactPath, $"error in {where}: Artifact '{name}' did not specify a path", artifact);
        else if (PathText.LeavesItsDirectory(path))
            Fail(RuleCatalog.Templates.Traversal, $"error in {where}: Artifact '{name}' attempted to use a path containing '..'. Directory traversal is not permitted", artifact.At("path"));
    }

    private void Location(string prefix, MapNode artifact)
    {
        if (artifact.Map("git") is { } git && git.Text("repo").Length == 0) Fail(RuleCatalog.Templates.Git, $"{prefix}.git.repo is required", git);
        if (artifact.Map("hdfs") is not { } hdfs) return;
        var p = prefix + ".hdfs";
        bool hasCache = hdfs.Has("krbCCacheSecret"), hasKeytab = hdfs.Has("krbKeytabSecret");
        var error = !hdfs.Any("addresses") ? $"{p}.addresses is required"
            : hdfs.Text("path").Length == 0 ? $"{p}.path is required"
            : hdfs.Text("path")[0] != '/' ? $"{p}.path must be a absolute file path"
            : hdfs.Text("hdfsUser").Length == 0 && !hasCache && !hasKeytab ? $"either {p}.hdfsUser, {p}.krbCCacheSecret or {p}.krbKeytabSecret is required"
            : hasKeytab && (hdfs.Text("krbServicePrincipalName").Length == 0 || !hdfs.Has("krbConfigConfigMap") || hdfs.Text("krbUsername").Length == 0 || hdfs.Text("krbRealm").Length == 0)
                ? $"{p}.krbServicePrincipalName, {p}.krbConfigConfigMap, {p}.krbUsername and {p}.krbRealm are required with {p}.krbKeytabSecret"
            : hasCache && (hdfs.Text("krbServicePrincipalName").Length == 0 || !hdfs.Has("krbConfigConfigMap")) ? $"{p}.krbServicePrincipalName and {p}.krbConfigConfigMap are required with {p}.krbCCacheSecret"
            : null;
        if (error is not null) Fail(RuleCatalog.Templates.Hdfs, error, hdfs);
    }

    /// <summary>The template with its inputs set and all tags replaced that can be; null where that fails.</summary>
    private MapNode? Process(MapNode template, string name, CallArguments arguments, List<KeyValuePair<string, string>> locals, Node at)
    {
        using var within = Within($"templates.{name} ");
        var inputs = template.Map("inputs");
        var failed = false;
        var parameters = new ListNode { Place = inputs.List("parameters")?.Place ?? default };
        foreach (var declared in inputs.Maps("parameters"))
        {
            var parameter = declared;
            if (!parameter.Has("value") && parameter.Has("default")) parameter = With(parameter, "value", parameter["default"]!);
            if (arguments.Parameter(parameter.Text("name")) is { } argument)
            {
                if (argument.Has("value")) parameter = Without(With(parameter, "value", argument["value"]!), "valueFrom");
                else
                {
                    parameter = Without(parameter, "value");
                    parameter = argument.Has("valueFrom") ? With(parameter, "valueFrom", argument["valueFrom"]!) : Without(parameter, "valueFrom");
                }
            }

            if (!parameter.Map("valueFrom").Has("configMapKeyRef") && !parameter.Has("value"))
            {
                Fail(RuleCatalog.Calls.NotSupplied, $"inputs.parameters.{parameter.Text("name")} was not supplied", at, $"; pass it in the arguments, or give the input of template {name} a default");
                failed = true;
            }

            parameters.Add(parameter);
        }

        var artifacts = new ListNode { Place = inputs.List("artifacts")?.Place ?? default };
        foreach (var declared in inputs.Maps("artifacts"))
        {
            var artifact = declared;
            var argument = arguments.Artifact(artifact.Text("name"));
            if (argument is null && !artifact.Flag("optional") && !artifact.HasLocationOrKey())
            {
                Fail(RuleCatalog.Calls.ArtifactNotSupplied, $"inputs.artifacts.{artifact.Text("name")} was not supplied", at, $"; pass it in the arguments, or mark the input of template {name} optional");
                failed = true;
            }

            if (argument is not null)
            {
                artifact = new MapNode { Place = declared.Place };
                foreach (var entry in argument.Entries)
                    if (entry.Key is not ("path" or "mode" or "recurseMode")) artifact.Add(entry.Key, entry.Value, entry.KeyPlace);
                foreach (var field in (string[])["path", "mode", "recurseMode"])
                    if (declared.Entry(field) is { } own) artifact.Add(field, own.Value, own.KeyPlace);
            }

            artifacts.Add(artifact);
        }

        if (failed) return null;
        var ready = template;
        if (inputs is not null)
        {
            var set = inputs;
            if (parameters.Items.Count > 0) set = With(set, "parameters", parameters);
            if (artifacts.Items.Count > 0) set = With(set, "artifacts", artifacts);
            ready = With(template, "inputs", set);
        }

        return Substitute(ready, locals, template);
    }

    private static MapNode Without(MapNode map, string key)
    {
        if (map[key] is null) return map;
        var copy = new MapNode { Place = map.Place };
        foreach (var entry in map.Entries)
            if (entry.Key != key) copy.Add(entry.Key, entry.Value, entry.KeyPlace);
        return copy;
    }

    /// <summary>First the names of the workflow, then those of the inputs: an input's value may itself be such a name.</summary>
    private MapNode? Substitute(MapNode template, List<KeyValuePair<string, string>> locals, MapNode written)
    {
        var json = GoJson.Write(template, TemplateType);
        if (json.IndexOf("{{", StringComparison.Ordinal) < 0) return Reread(json, template);
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var global in _globals) values[global.Key] = global.Value;
        foreach (var local in locals) values[local.Key] = local.Value;
        if (Replace(json, values, written) is not { } first || Reread(first, template) is not { } half) return null;

        var inputs = half.Map("inputs");
        foreach (var parameter in inputs.Maps("parameters"))
            if (parameter.Has("value")) values["inputs.parameters." + parameter.Text("name")] = parameter.Text("value");
        values["inputs.parameters"] = GoJson.WriteList(inputs.List("parameters"), ParameterType);
        foreach (var artifact in inputs.Maps("artifacts"))
            if (artifact.Text("path").Length > 0) values[$"inputs.artifacts.{artifact.Text("name")}.path"] = artifact.Text("path");
        foreach (var artifact in half.Map("outputs").Maps("artifacts"))
            if (artifact.Text("path").Length > 0) values[$"outputs.artifacts.{artifact.Text("name")}.path"] = artifact.Text("path");
        foreach (var parameter in half.Map("outputs").Maps("parameters"))
            if (parameter.Map("valueFrom").Text("path") is { Length: > 0 } path) values[$"outputs.parameters.{parameter.Text("name")}.path"] = path;
        return Replace(first, values, written) is { } second ? Reread(second, half) : null;
    }

    private MapNode? Reread(string json, MapNode like) => JsonTree.Parse(json, like, _origins) as MapNode;

    private string? Replace(string json, Dictionary<string, object?> values, MapNode written)
    {
        try
        {
            return TagSubstitution.ReplaceJson(json, values, true);
        }
        catch (TagException e)
        {
            var unclosed = e.Message.StartsWith("Cannot find end tag", StringComparison.Ordinal);
            if (_firstOnly || !unclosed) Fail(RuleCatalog.Tags.Substitution, e.Message, PlaceOfUnclosed(written, unclosed));
            else Fail(RuleCatalog.Tags.Unclosed, "a tag begins with {{ and is never closed with }}", PlaceOfUnclosed(written, true));
            return null;
        }
    }

    private static bool IsInteger(string text)
    {
        var at = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        return text.Length > at && text.Skip(at).All(c => c is >= '0' and <= '9') && long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out _);
    }
}
