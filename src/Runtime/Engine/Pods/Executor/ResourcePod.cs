using System.Text.Json.Nodes;
using Argosy.Engine.Artifacts;
using Argosy.Kubernetes;
using Argosy.Models;
using Argosy.Yaml;

namespace Argosy.Engine.Pods.Executor;

/// <summary>A resource template: acts on an object of the cluster, waits for it to be as its conditions want it, and reads outputs from it.</summary>
internal sealed class ResourcePod(PodRequest request, IPodObserver observer, ClusterObjects cluster) : ExecutorPod(request, observer)
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private ResourceTemplate Resource => Request.Template.Resource!;

    private string Action => Resource.Action ?? "";

    protected override async Task<Outputs> WorkAsync(Action<string> say, CancellationToken cancellation)
    {
        var declared = Request.Template.Outputs?.Parameters ?? [];
        if (Action == "delete" && (Resource.SuccessCondition is { Length: > 0 } || Resource.FailureCondition is { Length: > 0 } || declared.Count > 0))
            throw new ExecutorException("successCondition, failureCondition and outputs are not supported for delete action");
        try
        {
            var (kind, ns, live) = await ActAsync(say, cancellation).ConfigureAwait(false);
            if (kind is not null && live is not null)
                live = await WaitAsync(kind, ns, live, say, cancellation).ConfigureAwait(false);
            var outputs = new Outputs();
            foreach (var parameter in declared.Where(p => p.ValueFrom is not null))
                (outputs.Parameters ??= []).Add(await ValueAsync(parameter, live, cancellation).ConfigureAwait(false));
            return outputs;
        }
        catch (KubernetesApiException e)
        {
            var source = Action is "create" or "apply" or "replace" ? $"error when {(Action == "create" ? "creating" : Action == "apply" ? "applying patch to" : "replacing")} \"/tmp/manifest.yaml\": " : "";
            throw new ExecutorException($"no more retries Error from server ({e.Reason}): {source}{e.Message}", e);
        }
        catch (KubernetesUnreachableException e)
        {
            throw new ExecutorException($"no more retries {e.Message}", e);
        }
        catch (Exception e) when (e is FormatException or ArtifactException)
        {
            throw new ExecutorException(e.Message, e);
        }
    }

    private async Task<(ResourceKind? Kind, string Namespace, JsonObject? Live)> ActAsync(Action<string> say, CancellationToken cancellation)
    {
        var text = await ManifestAsync(cancellation).ConfigureAwait(false);
        var words = Resource.Flags ?? [];
        if (text.Trim().Length == 0 && words.Count == 0)
            throw new ExecutorException("Must provide at least one of flags or manifest.");
        var flags = ResourceFlags.Parse(words);
        var patch = Action == "patch" ? Node(text) : null;
        var manifest = Action == "patch" ? patch as JsonObject : text.Trim().Length == 0 ? null : Node(text) as JsonObject ?? throw new ExecutorException("no more retries error: the manifest is no object");
        if (manifest is not null && Action != "patch")
            Prepare(manifest);
        ResourceKind kind;
        IReadOnlyList<string> names;
        if (manifest?.Text("kind") is { Length: > 0 } && !(patch is not null && Resource.MergeStrategy == "json"))
        {
            kind = await cluster.KindOfAsync(manifest, cancellation).ConfigureAwait(false);
            names = manifest.Object("metadata").Text("name") is { Length: > 0 } own ? [own] : [];
        }
        else
        {
            kind = await cluster.KindNamedAsync(flags.Kind ?? throw new ExecutorException("no more retries error: the manifest has no kind, and no flag names one"), cancellation).ConfigureAwait(false);
            names = flags.Names;
        }
        var ns = flags.Namespace ?? manifest.Object("metadata").Text("namespace") ?? Request.Run.Namespace;
        var one = names.Count > 0 ? names[0] : "";
        JsonObject? live;
        switch (Action)
        {
            case "create":
                live = await cluster.CreateAsync(kind, ns, manifest ?? throw NoManifest(), flags.Validates, cancellation).ConfigureAwait(false);
                break;
            case "apply":
                live = await cluster.ApplyAsync(kind, ns, manifest ?? throw NoManifest(), flags.Validates, cancellation).ConfigureAwait(false);
                break;
            case "replace":
                live = await cluster.ReplaceAsync(kind, ns, manifest ?? throw NoManifest(), cancellation).ConfigureAwait(false);
                break;
            case "patch":
                live = await cluster.PatchAsync(kind, ns, one, patch ?? throw NoManifest(), Resource.MergeStrategy is { Length: > 0 } how ? how : "strategic", cancellation).ConfigureAwait(false);
                break;
            case "get":
                live = one.Length > 0 ? await cluster.GetAsync(kind, ns, one, cancellation).ConfigureAwait(false)
                    : (await cluster.ListAsync(kind, ns, flags, cancellation).ConfigureAwait(false)).FirstOrDefault();
                break;
            case "delete":
                await DeleteAsync(kind, ns, names, flags, say, cancellation).ConfigureAwait(false);
                return (null, ns, null);
            default:
                throw new ExecutorException($"no more retries error: unknown command \"{Action}\" for \"kubectl\"");
        }
        if (live is null)
            return (null, ns, null);
        say($"{kind.QualifiedName}/{live.Object("metadata").Text("name")} in {ns}: {Action}");
        await KeepOwnedAsync(kind, ns, live).ConfigureAwait(false);
        return (kind, ns, live);
    }

    private static ExecutorException NoManifest() => new("no more retries error: must specify one of -f and -k");

    private async Task DeleteAsync(ResourceKind kind, string ns, IReadOnlyList<string> names, ResourceFlags flags, Action<string> say, CancellationToken cancellation)
    {
        if (names.Count == 0 && flags.Selector is null && flags.FieldSelector is null && !flags.All)
            throw new ExecutorException("no more retries error: resource(s) were provided, but no name was specified");
        if (names.Count == 0)
            names = [.. (await cluster.ListAsync(kind, ns, flags, cancellation).ConfigureAwait(false)).Select(o => o.Object("metadata").Text("name") ?? "")];
        foreach (var name in names)
        {
            if (await cluster.DeleteAsync(kind, ns, name, flags.Propagation, cancellation).ConfigureAwait(false))
                say($"{kind.QualifiedName}/{name} in {ns}: deleted");
        }
    }

    private async Task<JsonObject> WaitAsync(ResourceKind kind, string ns, JsonObject live, Action<string> say, CancellationToken cancellation)
    {
        var success = Conditions("success", Resource.SuccessCondition);
        var failure = Conditions("fail", Resource.FailureCondition);
        if (success is null && failure is null)
            return live;
        var told = -1;
        while (true)
        {
            foreach (var condition in failure ?? [])
            {
                if (condition.Matches(live))
                    throw new ExecutorException($"failure condition '{condition}' evaluated true");
            }
            var met = (success ?? []).Count(c => c.Matches(live));
            if (met >= (success ?? []).Count)
                return live;
            if (met != told)
                say($"{told = met} of {success!.Count} success conditions are met");
            await Task.Delay(s_look, cancellation).ConfigureAwait(false);
            try
            {
                live = await cluster.GetAsync(kind, ns, live.Object("metadata").Text("name") ?? "", cancellation).ConfigureAwait(false);
            }
            catch (KubernetesApiException e) when (e.IsNotFound)
            {
                throw new ExecutorException($"The resource has been deleted while its status was still being checked. Will not be retried: {e.Message}", e);
            }
        }
    }

    private static IReadOnlyList<ResourceCondition>? Conditions(string which, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            return ResourceCondition.Parse(text);
        }
        catch (FormatException e)
        {
            throw new ExecutorException($"{which} condition '{text}' failed to parse: {e.Message}", e);
        }
    }

    private static async Task<Parameter> ValueAsync(Parameter declared, JsonObject? live, CancellationToken cancellation)
    {
        var value = live is null ? declared.ValueFrom!.Default ?? ""
            : declared.ValueFrom!.JsonPath is { Length: > 0 } path ? OutputPath.Print(path, live)
            : declared.ValueFrom.JqFilter is { Length: > 0 } filter ? await JqFilter.ApplyAsync(filter, live, cancellation).ConfigureAwait(false)
            : declared.Value;
        return new Parameter { Name = declared.Name, Description = declared.Description, Enum = declared.Enum, GlobalName = declared.GlobalName, Value = value, ValueFrom = declared.ValueFrom };
    }

    private async Task<string> ManifestAsync(CancellationToken cancellation)
    {
        if (Resource.ManifestFrom?.Artifact?.Name is not { } name)
            return PodInputs.Expanded(Request, Resource.Manifest ?? "");
        var artifact = Request.Template.Inputs?.Artifacts?.Find(a => a.Name == name) ?? Resource.ManifestFrom.Artifact;
        var target = Path.Combine(Folder.Inputs, "manifest");
        await ArtifactLoader.LoadAsync(Request.Run, artifact, target, cancellation).ConfigureAwait(false);
        return await File.ReadAllTextAsync(target, cancellation).ConfigureAwait(false);
    }

    private static JsonNode? Node(string text)
    {
        var pieces = ManifestReader.Read(text, "the manifest").Pieces;
        if (pieces.FirstOrDefault(p => p.Problem is not null)?.Problem is { } problem)
            throw new ExecutorException($"no more retries error: error parsing /tmp/manifest.yaml: {problem}");
        var roots = pieces.Where(p => p.Root is not null).ToList();
        return roots.Count switch
        {
            0 => null,
            1 => NodeJson.ToJson(roots[0].Root!),
            _ => throw new ExecutorException($"the manifest holds {roots.Count} objects; a resource template takes one"),
        };
    }

    /// <summary>
    /// The Workflow of a local run is no object of the cluster, whose garbage collector would take everything that it owns away at once:
    /// ownership is kept with the run instead, and <c>delete</c> of the run deletes what it owns.
    /// </summary>
    private void Prepare(JsonObject manifest)
    {
        var owners = manifest.Object("metadata").List("ownerReferences");
        if (owners is null)
        {
            _isOwned = Resource.SetOwnerReference == true;
            return;
        }
        var mine = owners.OfType<JsonObject>().Where(o => o.Text("uid") == Request.Run.WorkflowUid).ToList();
        _isOwned = mine.Count > 0 || Resource.SetOwnerReference == true;
        foreach (var owner in mine)
            owners.Remove(owner);
        if (owners.Count == 0)
            manifest.Object("metadata")!.Remove("ownerReferences");
    }

    private bool _isOwned;

    private Task KeepOwnedAsync(ResourceKind kind, string ns, JsonObject live) =>
        _isOwned && Action is ("create" or "apply")
            ? OwnedObjects.AddAsync(Request.Run.Folder, cluster.Name, kind, ns, live.Object("metadata").Text("name") ?? "", live.Object("metadata").Text("uid") ?? "")
            : Task.CompletedTask;
}
