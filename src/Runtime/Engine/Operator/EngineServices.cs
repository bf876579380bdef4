using System.Text.Json.Nodes;
using Argosy.Engine.Pods;
using Argosy.Models;

namespace Argosy.Engine;

/// <summary>What all runs of one engine share.</summary>
internal sealed class EngineServices : IWorkflowTemplates
{
    private readonly Dictionary<(string Name, bool Cluster), JsonObject> _templates = [];

    public required IPodRunner Pods { get; init; }

    /// <summary>ConfigMaps and Secrets, parameters, caches and limits of semaphores among them.</summary>
    public ConfigSource Config { get; init; } = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The locks that runs of this engine share.</summary>
    public LockTable Locks { get; } = new();

    /// <summary>The memoization caches.</summary>
    public MemoizationCaches Caches => field ??= new(Config);

    public HttpTemplates Http { get; init; } = new();

    /// <summary>Where artifacts go that name no location of their own; null: the local folder.</summary>
    public ArtifactRepository? Repository { get; init; }

    /// <summary>Which repository a reference means; null where only local folders are used.</summary>
    public Func<JsonObject, ArtifactRepository?>? ResolveRepository { get; init; }

    /// <summary>Checks a workflow before it starts, with everything that it refers to; null or empty if it is sound, else Argo's text.</summary>
    public Func<JsonObject, string?>? Validate { get; init; }

    /// <summary>The check that Argo's controller makes.</summary>
    public string? FaultOf(JsonObject workflow) => Validate is { } own ? own(workflow) : WorkflowCheck.Fault(workflow, this);

    /// <summary>Whether plugin templates have someone to run them.</summary>
    public bool ArgoHangs { get; init; }

    /// <summary>Folder of each run.</summary>
    public Func<string, string> FolderOf { get; init; } = name => Path.Combine(Path.GetTempPath(), "argosy", name);

    public JsonObject? Find(string name, bool cluster)
    {
        lock (_templates)
            return _templates.GetValueOrDefault((name, cluster));
    }

    /// <summary>Adds a WorkflowTemplate, ClusterWorkflowTemplate, ConfigMap or Secret, or replaces the one of its name; other kinds are none of its business.</summary>
    public bool TryAdd(JsonObject document)
    {
        switch (document.Text("kind"))
        {
            case "WorkflowTemplate" or "ClusterWorkflowTemplate":
                lock (_templates)
                    _templates[(document.Object("metadata").Text("name") ?? "", document.Text("kind") == "ClusterWorkflowTemplate")] = SpecNormalizer.Normalize(document);
                return true;
            case "ConfigMap":
                Config.Put(ArgoJson.Read<k8s.Models.V1ConfigMap>(document));
                return true;
            case "Secret":
                Config.Put(ArgoJson.Read<k8s.Models.V1Secret>(document));
                return true;
            default:
                return false;
        }
    }
}
