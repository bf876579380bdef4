using System.Text.Json.Nodes;
using Argosy.Manifests.Rules;
using Argosy.Manifests.Tree;
using Argosy.Yaml;

namespace Argosy.Workflows;

/// <summary>
/// What a workflow must hold before it is sent, so that a person hears of a mistake at once, and the templates of others that it uses: they are written into its
/// status, as Argo's own check does, so that a later change of them does not change this run.
/// </summary>
internal sealed class SubmissionRules
{
    private readonly IWorkflowClient _client;
    private readonly string _namespace;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<string, JsonObject?> _bases = [];
    private readonly HashSet<string> _seen = [];
    private readonly JsonObject _stored;

    private SubmissionRules(IWorkflowClient client, string @namespace, JsonObject stored, CancellationToken cancellationToken)
    {
        _client = client;
        _namespace = @namespace;
        _stored = stored;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Throws <see cref="ClientErrorCode.InvalidArgument"/> for the first fault.</summary>
    public static async Task CheckAsync(IWorkflowClient client, string @namespace, JsonObject workflow, bool submitted, CancellationToken cancellationToken)
    {
        var stored = (JsonObject)(workflow.At("status", "storedTemplates")?.DeepClone() ?? new JsonObject());
        var rules = new SubmissionRules(client, @namespace, stored, cancellationToken);
        WorkflowClientException? fault = null;
        try
        {
            await rules.CheckAsync(workflow).ConfigureAwait(false);
        }
        catch (WorkflowClientException e) when (e.Code == ClientErrorCode.InvalidArgument)
        {
            // The whole set of rules has an order of its own; what it finds first is said first.
            fault = e;
        }

        // A template that is nowhere is named as the check against a cluster names it, not as the one against files does.
        var finding = rules.FirstFinding(workflow, submitted);
        if (finding is not null && (fault is null || !finding.Contains("couldn't find", StringComparison.Ordinal))) throw Invalid(finding);
        if (fault is not null) throw fault;
        if (stored.Count > 0) workflow.MakeAt("status")["storedTemplates"] = stored;
    }

    private static WorkflowClientException Invalid(string text) => new(ClientErrorCode.InvalidArgument, text);

    private static IEnumerable<(string Path, JsonObject Caller)> Calls(JsonObject template)
    {
        var groups = (template["steps"] as JsonArray)?.ToList() ?? [];
        for (var i = 0; i < groups.Count; i++)
        {
            foreach (var step in (groups[i] as JsonArray ?? groups[i]?["steps"] as JsonArray ?? []).OfType<JsonObject>()) yield return ($"steps[{i}].{step.TextAt("name")}", step);
        }

        foreach (var task in template.ItemsAt("dag", "tasks")) yield return ($"tasks.{task.TextAt("name")}", task);
    }

    private string? FirstFinding(JsonObject workflow, bool submitted)
    {
        var document = new ManifestDocument(null, 1, (MapNode)NodeJson.FromJson(workflow));
        var options = new CheckOptions
        {
            ArgoRulesOnly = true,
            Purpose = submitted ? CheckPurpose.Submit : CheckPurpose.Create,
            FindTemplate = reference => _bases.GetValueOrDefault($"{(reference.IsClusterScope ? "cluster" : "namespaced")}/{reference.Name}") is { } found
                ? new ManifestDocument(null, 1, (MapNode)NodeJson.FromJson(found))
                : null,
        };
        return ManifestChecker.Check([document], options).FirstOrDefault(finding => finding.Severity == FindingSeverity.Error)?.Message;
    }

    private async Task CheckAsync(JsonObject workflow)
    {
        var place = Place.Local(workflow);
        var spec = workflow["spec"] as JsonObject ?? [];
        if (spec["workflowTemplateRef"] is JsonObject reference)
        {
            var isCluster = reference.FlagAt("clusterScope");
            var kind = isCluster ? ArgoKind.ClusterWorkflowTemplate : ArgoKind.WorkflowTemplate;
            var template = await _client.GetAsync(kind, _namespace, reference.TextAt("name"), _cancellationToken).ConfigureAwait(false);
            place = new Place(isCluster ? "cluster" : "namespaced", template.Name(), template);
            _bases[$"{place.Scope}/{place.Name}"] = template;
        }

        var names = new HashSet<string>();
        var index = 0;
        foreach (var parameter in spec.ItemsAt("arguments", "parameters"))
        {
            if (!names.Add(parameter.TextAt("name"))) throw Invalid($"spec.arguments.parameters[{index}].name '{parameter.TextAt("name")}' is not unique");
            index++;
        }

        var entrypoint = spec.TextAt("entrypoint") is { Length: > 0 } own ? own : place.Base.TextAt("spec", "entrypoint");
        if (entrypoint.Length == 0) throw Invalid("spec.entrypoint is required");
        await FollowAsync(place, new JsonObject { ["template"] = entrypoint }, "").ConfigureAwait(false);
        var exit = spec.TextAt("onExit") is { Length: > 0 } given ? given : place.Base.TextAt("spec", "onExit");
        if (exit.Length > 0) await FollowAsync(place, new JsonObject { ["template"] = exit }, "").ConfigureAwait(false);
        foreach (var template in place.Base.ItemsAt("spec", "templates"))
        {
            var name = template.TextAt("name");
            await FollowAsync(place, new JsonObject { ["template"] = name }, $"templates.{name} ").ConfigureAwait(false);
        }
    }

    private async Task FollowAsync(Place place, JsonObject caller, string path)
    {
        var next = place;
        JsonObject template;
        string? key = null;
        if (caller["inline"] is JsonObject inline)
        {
            template = inline;
            if (place.Scope != "local") key = $"{place.Scope}/{place.Name}/inline/{caller.TextAt("name")}";
        }
        else if (caller["templateRef"] is JsonObject reference)
        {
            var (name, wanted) = (reference.TextAt("name"), reference.TextAt("template"));
            if (name.Contains("{{", StringComparison.Ordinal) || wanted.Contains("{{", StringComparison.Ordinal)) return;
            var scope = reference.FlagAt("clusterScope") ? "cluster" : "namespaced";
            var holder = await BaseAsync(scope, name).ConfigureAwait(false);
            template = holder?.ItemsAt("spec", "templates").FirstOrDefault(item => item.TextAt("name") == wanted)
                ?? throw Invalid($"{path}template reference {name}.{wanted} not found");
            next = new Place(scope, name, holder!);
            key = $"{scope}/{name}/{wanted}";
        }
        else
        {
            var wanted = caller.TextAt("template");
            if (wanted.Contains("{{", StringComparison.Ordinal)) return;
            template = place.Base.ItemsAt("spec", "templates").FirstOrDefault(item => item.TextAt("name") == wanted) ?? throw Invalid($"{path}template name '{wanted}' undefined");
            if (place.Scope != "local") key = $"{place.Scope}/{place.Name}/{wanted}";
        }

        if (key is not null && !_stored.ContainsKey(key)) _stored[key] = template.DeepClone();
        if (!_seen.Add($"{next.Scope}/{next.Name}/{template.TextAt("name")}/{(caller["inline"] is null ? "" : path)}")) return;
        foreach (var (at, call) in Calls(template))
        {
            var below = $"{path}templates.{template.TextAt("name")}.{at} ";
            await FollowAsync(next, call, below).ConfigureAwait(false);
            foreach (var (_, hook) in call["hooks"] as JsonObject ?? [])
            {
                if (hook is JsonObject called) await FollowAsync(next, called, below).ConfigureAwait(false);
            }

            if (call.TextAt("onExit") is { Length: > 0 } exit) await FollowAsync(next, new JsonObject { ["template"] = exit }, below).ConfigureAwait(false);
        }
    }

    private async Task<JsonObject?> BaseAsync(string scope, string name)
    {
        var key = $"{scope}/{name}";
        if (_bases.TryGetValue(key, out var known)) return known;
        try
        {
            var kind = scope == "cluster" ? ArgoKind.ClusterWorkflowTemplate : ArgoKind.WorkflowTemplate;
            return _bases[key] = await _client.GetAsync(kind, _namespace, name, _cancellationToken).ConfigureAwait(false);
        }
        catch (WorkflowClientException e) when (e.Code == ClientErrorCode.NotFound)
        {
            return _bases[key] = null;
        }
    }

    private sealed record Place(string Scope, string Name, JsonObject Base)
    {
        public static Place Local(JsonObject workflow) => new("local", workflow.Name(), workflow);
    }
}
