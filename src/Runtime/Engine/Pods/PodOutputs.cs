using System.Globalization;
using System.Text;
using Argosy.Engine.Artifacts;
using Argosy.Engine.Pods.Host;
using Argosy.Engine.Pods.Plan;
using Argosy.Models;

namespace Argosy.Engine.Pods;

/// <summary>Collects what the main container left: the executor's last duties.</summary>
internal static class PodOutputs
{
    /// <summary>
    /// Collects result, parameters, artifacts and archived logs. <c>Problem</c> is the failure of the executor's <c>wait</c>; <c>MainFailure</c> one that the executor inside
    /// the main container would have had.
    /// </summary>
    public static async Task<(Outputs Outputs, string? Problem, string? MainFailure)> CollectAsync(
        PodRequest request, PodPlan plan, PodStatusBoard board, Func<string, IContainer?> container, Func<string, ContainerLog?> log, bool hasFailed, CancellationToken cancellation)
    {
        var outputs = new Outputs();
        string? problem = null, mainFailure = null;
        var status = board.Find("main");
        if (plan.Main is { } main && container("main") is { } running)
        {
            (outputs.Parameters, problem, mainFailure) = await ParametersAsync(request, main, running, cancellation).ConfigureAwait(false);
            var (artifacts, artifactProblem) = await ArtifactsAsync(request, plan, main, running, cancellation).ConfigureAwait(false);
            outputs.Artifacts = artifacts;
            problem ??= artifactProblem;
        }
        else if (plan.Main is not null && request.Template.Outputs?.Parameters is { Count: > 0 } declared)
        {
            outputs.Parameters = declared.ConvertAll(Bare);
        }
        if (plan.Main is not null)
        {
            outputs.ExitCode = mainFailure is not null ? "64" : status?.ExitCode?.ToString(CultureInfo.InvariantCulture);
            outputs.Result = log("main")?.Result;
            if (request.CaptureResult && outputs.Result is null && log("main") is null)
                problem ??= "open /var/run/argo/ctr/main/stdout: no such file or directory";
        }
        if (ArchivesLogs(request))
        {
            foreach (var one in plan.MainContainers.Where(c => log(c.Name) is not null))
            {
                try
                {
                    var plain = Path.Combine(plan.Folder.Outputs, one.Name + ".log");
                    Directory.CreateDirectory(plan.Folder.Outputs);
                    LogLines.WritePlain(plan.Folder.Log(one.Name), plain);
                    (outputs.Artifacts ??= []).Add(await ArtifactSaver.SaveLogAsync(request, one.Name, plain, cancellation).ConfigureAwait(false));
                }
                catch (ArtifactException e)
                {
                    problem ??= e.Message;
                }
            }
        }
        if (outputs.Parameters is { Count: 0 })
            outputs.Parameters = null;
        if (outputs.Artifacts is { Count: 0 })
            outputs.Artifacts = null;
        return (outputs, hasFailed ? null : problem, mainFailure);
    }

    private static bool ArchivesLogs(PodRequest request) =>
        request.Run.Repository?.ArchiveLogs == true || (request.Template.ArchiveLocation?.ArchiveLogs ?? request.Run.Spec.ArchiveLogs) == true;

    private static async Task<(List<Parameter> Values, string? Problem, string? MainFailure)> ParametersAsync(
        PodRequest request, ContainerPlan main, IContainer running, CancellationToken cancellation)
    {
        var values = new List<Parameter>();
        string? problem = null, mainFailure = null;
        foreach (var declared in request.Template.Outputs?.Parameters ?? [])
        {
            var parameter = Bare(declared);
            values.Add(parameter);
            if (declared.ValueFrom?.Path is not { } path || problem is not null)
                continue;
            var found = await FindAsync(main, running, path, cancellation).ConfigureAwait(false);
            if (found is not null && Directory.Exists(found))
            {
                mainFailure ??= $"failed to copy {path} to /var/run/argo/outputs/parameters/{path}: write /var/run/argo/outputs/parameters/{path}: copy_file_range: is a directory";
                parameter.Value = "";
            }
            else if (found is not null && File.Exists(found))
            {
                parameter.Value = WithoutLineEnd(Encoding.UTF8.GetString(await File.ReadAllBytesAsync(found, cancellation).ConfigureAwait(false)));
            }
            else if (declared.ValueFrom.Default is { } byDefault)
            {
                parameter.Value = WithoutLineEnd(byDefault);
            }
            else
            {
                problem = $"open {ContainerPaths.Clean("/var/run/argo/outputs/parameters/" + path)}: no such file or directory";
            }
        }
        return (values, problem, mainFailure);
    }

    private static async Task<(List<Models.Artifact> Saved, string? Problem)> ArtifactsAsync(
        PodRequest request, PodPlan plan, ContainerPlan main, IContainer running, CancellationToken cancellation)
    {
        var saved = new List<Models.Artifact>();
        var problems = new StringBuilder();
        foreach (var declared in request.Template.Outputs?.Artifacts ?? [])
        {
            var path = declared.Path ?? "";
            if (path.Length == 0)
                continue;
            try
            {
                var found = await FindAsync(main, running, path, cancellation).ConfigureAwait(false);
                if (found is not null && Path.Exists(found))
                    saved.Add(await ArtifactSaver.SaveAsync(request, declared, found, VolumeOf(main, path) is not null, plan.Folder.Outputs, cancellation).ConfigureAwait(false));
                else if (declared.Optional != true)
                    problems.Append("open ").Append(ContainerPaths.Clean("/var/run/argo/outputs/artifacts/" + path)).Append(".tgz: no such file or directory; ");
            }
            catch (ArtifactException e)
            {
                problems.Append(e.Message).Append("; ");
            }
        }
        return (saved, problems.Length == 0 ? null : problems.ToString());
    }

    private static MountPlan? VolumeOf(ContainerPlan main, string path) =>
        main.Mounts.Where(m => m.IsVolume && ContainerPaths.IsAtOrBelow(ContainerPaths.Clean(path), m.Path)).MaxBy(m => m.Path.Length);

    /// <summary>Where an output lies: in a mount of the container, or among its own files.</summary>
    private static async Task<string?> FindAsync(ContainerPlan main, IContainer running, string path, CancellationToken cancellation)
    {
        var found = await LocateAsync(main, running, path, cancellation).ConfigureAwait(false);
        // To read a pipe or a device may take for ever.
        return found is not null && File.Exists(found) && !Native.IsRegularFile(found) ? null : found;
    }

    private static Task<string?> LocateAsync(ContainerPlan main, IContainer running, string path, CancellationToken cancellation)
    {
        var full = path.StartsWith('/') ? ContainerPaths.Clean(path) : ContainerPaths.Clean((main.WorkingDir ?? "/") + "/" + path);
        var mount = main.Mounts.Where(m => ContainerPaths.IsAtOrBelow(full, m.Path)).MaxBy(m => m.Path.Length);
        if (mount is null)
            return running.FetchAsync(full, cancellation);
        return Task.FromResult(File.Exists(mount.Source) ? mount.Source : RootedPath.Find(mount.Source, full[mount.Path.Length..]));
    }

    private static Parameter Bare(Parameter declared) => new()
    {
        Name = declared.Name,
        Default = declared.Default,
        Description = declared.Description,
        Enum = declared.Enum,
        GlobalName = declared.GlobalName,
        Value = declared.ValueFrom is null ? declared.Value : null,
        ValueFrom = declared.ValueFrom,
    };

    private static string WithoutLineEnd(string text) => text.EndsWith('\n') ? text[..^1] : text;
}
