using System.Text.Json;
using System.Text.Json.Nodes;
using Argosy.Models;

namespace Argosy.Engine.Store;

/// <summary>
/// How a command reaches the engine that runs a workflow: it writes the changed object into the run's control folder, with the version that it changed, and waits for
/// the answer beside it. As with an API server, an object of an older version is refused, and the command computes its change again.
/// </summary>
internal sealed class ControlMailbox(RunFolder folder)
{
    private const string RequestEnd = ".request.json";
    private const string AnswerEnd = ".answer.json";

    /// <summary>Sends a changed object; false if the version is no longer the newest.</summary>
    /// <exception cref="OperationException">The engine does not answer, or refuses.</exception>
    public async Task<bool> SendAsync(JsonObject changed, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder.ControlFolder);
        var id = Guid.NewGuid().ToString("N");
        var answerFile = Path.Combine(folder.ControlFolder, id + AnswerEnd);
        RunFolder.WriteAtomically(Path.Combine(folder.ControlFolder, id + RequestEnd), changed.ToJsonString(ArgoJson.Options));
        try
        {
            for (var waited = 0; waited < 600; waited++)
            {
                if (File.Exists(answerFile) && Parse(answerFile) is { } answer)
                {
                    if (answer.Text("error") is { } error)
                        throw new OperationException(error);
                    return answer.Flag("done");
                }

                if (waited % 20 == 19 && !folder.IsAlive)
                    return false;
                await Task.Delay(50, cancellation).ConfigureAwait(false);
            }

            throw new OperationException("the engine that runs the workflow does not answer");
        }
        finally
        {
            File.Delete(answerFile);
            File.Delete(Path.Combine(folder.ControlFolder, id + RequestEnd));
        }
    }

    /// <summary>Answers requests until it is cancelled; the run applies them between two passes.</summary>
    public async Task ServeAsync(RunHost host, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder.ControlFolder);
        while (!cancellation.IsCancellationRequested)
        {
            foreach (var file in Directory.EnumerateFiles(folder.ControlFolder, "*" + RequestEnd).Order(StringComparer.Ordinal))
            {
                if (Parse(file) is not { } changed)
                    continue;
                var answer = await AnswerAsync(host, changed).ConfigureAwait(false);
                File.Delete(file);
                RunFolder.WriteAtomically(file[..^RequestEnd.Length] + AnswerEnd, answer.ToJsonString());
            }

            try
            {
                await Task.Delay(100, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static async Task<JsonObject> AnswerAsync(RunHost host, JsonObject changed)
    {
        var isNewest = true;
        try
        {
            await host.UpdateAsync(current =>
            {
                var version = changed.Object("metadata").Text("resourceVersion");
                isNewest = version is null || version == current.Object("metadata").Text("resourceVersion");
                return isNewest ? changed : current;
            }).ConfigureAwait(false);
            return new JsonObject { ["done"] = isNewest };
        }
        catch (OperationException e)
        {
            return new JsonObject { ["error"] = e.Message };
        }
    }

    private static JsonObject? Parse(string file)
    {
        try
        {
            return JsonNode.Parse(RunFolder.ReadShared(file)) as JsonObject;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return null;
        }
    }
}
