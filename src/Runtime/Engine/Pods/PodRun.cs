using Argosy.Models;

namespace Argosy.Engine.Pods;

/// <summary>What all pods of one run share. Made once a run; read only.</summary>
internal sealed record PodRun
{
    /// <summary>Name of the workflow.</summary>
    public required string WorkflowName { get; init; }

    /// <summary>Namespace of the workflow.</summary>
    public required string Namespace { get; init; }

    /// <summary>UID of the workflow.</summary>
    public required string WorkflowUid { get; init; }

    /// <summary>The spec of the workflow, global tags replaced: volumes, security context, host aliases, pod patches, archiveLogs.</summary>
    public required WorkflowSpec Spec { get; init; }

    /// <summary>Folder of the run: pods, logs and artifacts live below it.</summary>
    public required string Folder { get; init; }

    /// <summary>ConfigMaps and Secrets that serve the run.</summary>
    public required ConfigSource Config { get; init; }

    /// <summary>Where artifacts without a location of their own go; null: the folder <c>artifacts</c> of the store.</summary>
    public ArtifactRepository? Repository { get; init; }

    /// <summary>Where artifacts go when no repository is named: one folder for all runs, as a bucket is.</summary>
    public string ArtifactsFolder { get => field ?? DefaultArtifactsFolder; init; }

    private string DefaultArtifactsFolder =>
        Path.GetDirectoryName(Path.GetFullPath(Folder)) is { } runs && Path.GetFileName(runs) == "runs" ? Path.Combine(runs, "..", "artifacts") : Path.Combine(Folder, "artifacts");
}
