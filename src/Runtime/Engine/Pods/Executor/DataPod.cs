using Argosy.Engine.Artifacts;
using Argosy.Manifests.Expressions;
using Argosy.Models;

namespace Argosy.Engine.Pods.Executor;

/// <summary>A data template: the keys below a place of the artifact store, and what expressions make of them.</summary>
internal sealed class DataPod(PodRequest request, IPodObserver observer) : ExecutorPod(request, observer)
{
    protected override async Task<Outputs> WorkAsync(Action<string> say, CancellationToken cancellation)
    {
        var data = Request.Template.Data!;
        if (data.Source?.ArtifactPaths is not { } paths)
            throw new ExecutorException("unable to process data template: unable to process data source: no valid source is used for data template");
        IReadOnlyList<string> keys;
        try
        {
            // Without a key the place is none, and that of the workflow's repository is meant; its bucket with it.
            var place = ArtifactPlace.Of(Request.Run, new Models.Artifact
            {
                Name = paths.Name,
                S3 = paths.S3?.Key is { Length: > 0 } ? paths.S3 : new S3Artifact(),
                Gcs = paths.Gcs,
                Azure = paths.Azure,
                Oss = paths.Oss,
                Hdfs = paths.Hdfs,
                Artifactory = paths.Artifactory,
                Plugin = paths.Plugin,
            });
            keys = await place.Store.ListAsync(place.Key, cancellation).ConfigureAwait(false);
        }
        catch (ArtifactException e)
        {
            throw new ExecutorException($"unable to process data template: unable to process data source: unable to source artifact paths: {e.Message}", e);
        }
        say($"{keys.Count} keys");
        return new Outputs { Result = Transformed(keys, data.Transformation ?? []) };
    }

    /// <summary>The JSON that the steps make of the keys.</summary>
    internal static string Transformed(IReadOnlyList<string> keys, IReadOnlyList<TransformationStep> steps)
    {
        object? value = keys.Select(key => (object?)key).ToList();
        var at = 0;
        try
        {
            for (; at < steps.Count; at++)
            {
                if (steps[at].Expression is { Length: > 0 } expression)
                    value = ExpressionEvaluator.Evaluate(expression, new Dictionary<string, object?>(StringComparer.Ordinal) { ["data"] = value });
            }
            return ExpressionEvaluator.EvaluateJson("data", new Dictionary<string, object?>(StringComparer.Ordinal) { ["data"] = value });
        }
        catch (ExpressionException e)
        {
            throw new ExecutorException($"unable to process data template: unable to process data transformation: error processing data step {at}: {e.Message}", e);
        }
    }
}
