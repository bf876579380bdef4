using System.Text.Json.Nodes;
using Argosy.Yaml;

namespace Argosy.Setup;

/// <summary>One rule of a role.</summary>
internal sealed record RoleRule(string Group, string Resource, IReadOnlyList<string> Verbs, string Why);

/// <summary>
/// What the account of workflow pods must be allowed, and no more: what Argo's executor does in every pod, and what the
/// resource, HTTP and plugin templates of these workflows do.
/// </summary>
internal sealed class ResourceRules
{
    private const string Argo = "argoproj.io";
    private readonly SortedDictionary<(string Group, string Resource), SortedSet<string>> _verbs = [];
    private readonly Dictionary<(string Group, string Resource), string> _why = [];

    /// <summary>What could not be computed, for the person who reads the role.</summary>
    public List<string> Open { get; } = [];

    public IReadOnlyList<RoleRule> Rules => [.. _verbs.Select(entry => new RoleRule(entry.Key.Group, entry.Key.Resource, [.. entry.Value], _why[entry.Key]))];

    public static ResourceRules Of(IEnumerable<JsonObject> documents)
    {
        var rules = new ResourceRules();
        rules.Allow(Argo, "workflowtaskresults", "the executor's results", "create", "patch");
        foreach (var document in documents)
        {
            foreach (var spec in Specs(document))
            {
                rules.Read(spec);
            }
        }

        return rules;
    }

    private static IEnumerable<JsonObject> Specs(JsonObject document)
    {
        if (document["spec"] is JsonObject spec)
        {
            yield return spec["workflowSpec"] as JsonObject ?? spec;
        }
    }

    private void Read(JsonObject spec)
    {
        if (spec["artifactGC"] is JsonObject)
        {
            AllowArtifactGarbageCollection();
        }

        foreach (var template in (spec["templates"] as JsonArray ?? []).OfType<JsonObject>().Append(spec["templateDefaults"] as JsonObject ?? []))
        {
            if (template["http"] is not null || template["plugin"] is not null)
            {
                Allow(Argo, "workflowtasksets", "the agent of HTTP and plugin templates", "list", "watch");
                Allow(Argo, "workflowtasksets/status", "the agent of HTTP and plugin templates", "patch");
            }

            if ((template["outputs"]?["artifacts"] as JsonArray ?? []).Any(artifact => artifact?["artifactGC"] is JsonObject))
            {
                AllowArtifactGarbageCollection();
            }

            if (template["resource"] is JsonObject resource)
            {
                Read(resource, (string?)template["name"] ?? "");
            }
        }
    }

    private void AllowArtifactGarbageCollection()
    {
        Allow(Argo, "workflowartifactgctasks", "the pods that delete artifacts", "list", "watch");
        Allow(Argo, "workflowartifactgctasks/status", "the pods that delete artifacts", "patch");
    }

    private void Read(JsonObject resource, string template)
    {
        var action = (string?)resource["action"] ?? "";
        if ((string?)resource["manifest"] is not { Length: > 0 } manifest)
        {
            Open.Add($"template {template}: its manifest comes from an artifact, so what it may {action} must be added by hand");
            return;
        }

        var read = ManifestReader.Read(manifest, null);
        var found = false;
        foreach (var document in read.Documents)
        {
            var json = NodeJson.ToJson(document.Root);
            var version = (string?)json["apiVersion"] ?? "";
            var kind = (string?)json["kind"] ?? "";
            if (version.Length == 0 || kind.Length == 0 || version.Contains("{{", StringComparison.Ordinal) || kind.Contains("{{", StringComparison.Ordinal))
            {
                continue;
            }

            found = true;
            Allow(version.Contains('/', StringComparison.Ordinal) ? version.Split('/')[0] : "", Plural(kind), $"template {template}", Verbs(action, resource));
        }

        if (!found)
        {
            Open.Add($"template {template}: the kind of what it may {action} is known only when it runs, and must be added by hand");
        }
    }

    /// <summary>What kubectl does in the executor's place for each action.</summary>
    private static string[] Verbs(string action, JsonObject resource)
    {
        var waits = resource["successCondition"] is not null || resource["failureCondition"] is not null;
        string[] verbs = action switch
        {
            "create" => ["create"],
            "apply" => ["get", "create", "patch"],
            "patch" => ["get", "patch"],
            "replace" => ["get", "update"],
            "delete" => ["get", "delete", "list", "watch"],
            _ => ["get"],
        };
        return waits ? [.. verbs, "get", "watch"] : verbs;
    }

    /// <summary>The resource of a kind, as Kubernetes' own naming goes: Pod pods, Ingress ingresses, NetworkPolicy networkpolicies.</summary>
    private static string Plural(string kind)
    {
        var singular = kind.ToLowerInvariant();
        return singular switch
        {
            "endpoints" => singular,
            _ when singular.EndsWith('s') || singular.EndsWith('x') || singular.EndsWith("ch", StringComparison.Ordinal) || singular.EndsWith("sh", StringComparison.Ordinal) => singular + "es",
            _ when singular.EndsWith('y') && singular.Length > 1 && !"aeiou".Contains(singular[^2], StringComparison.Ordinal) => singular[..^1] + "ies",
            _ => singular + "s",
        };
    }

    private void Allow(string group, string resource, string why, params string[] verbs)
    {
        if (!_verbs.TryGetValue((group, resource), out var known))
        {
            _verbs[(group, resource)] = known = new SortedSet<string>(StringComparer.Ordinal);
            _why[(group, resource)] = why;
        }
        else if (!_why[(group, resource)].Split(", ").Contains(why))
        {
            _why[(group, resource)] += ", " + why;
        }

        known.UnionWith(verbs);
    }
}
