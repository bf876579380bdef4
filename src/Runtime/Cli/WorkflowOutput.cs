using System.Text.Json.Nodes;
using Argosy.Cli.Printing;
using Argosy.Workflows;

namespace Argosy.Cli;

/// <summary>Printing and following of workflows, shared by the commands that end with one.</summary>
internal static class WorkflowOutput
{
    /// <summary>Prints one workflow.</summary>
    public static void Print(
        CliRun run, IWorkflowClient client, JsonObject workflow, string output, NodeFilter? filter = null, bool colors = true, bool utf8 = true, bool withKind = false)
    {
        var style = new PrintStyle(output, colors && run.Context.Terminal.Colors, utf8);
        run.Out.Write(new WorkflowPrinter(style, filter ?? NodeFilter.None, client.Now).Print(workflow, withKind));
    }

    /// <summary>Waits for all of them; the lines say how each ended. The result is whether all went well.</summary>
    public static async Task<bool> WaitAsync(
        CliRun run, IWorkflowClient client, string @namespace, IReadOnlyList<string> names, bool ignoreNotFound, bool quiet)
    {
        var results = await Task.WhenAll(names.Select(name => WaitAsync(run, client, @namespace, name, ignoreNotFound, quiet))).ConfigureAwait(false);
        return results.All(ok => ok);
    }

    /// <summary>Prints a workflow again and again until it has ended.</summary>
    public static async Task<JsonObject?> WatchAsync(CliRun run, IWorkflowClient client, string @namespace, string name, NodeFilter filter)
    {
        JsonObject? workflow = null;
        try
        {
            workflow = await run.ActionsOf(client).GetAsync(@namespace, name, run.Cancelled).ConfigureAwait(false);
        }
        catch (WorkflowClientException e)
        {
            run.Log.Write(CliLogLevel.Error, "An error occurred during execution", ("error", e.Message));
            throw new CliExitException(1);
        }

        // Ages grow while nothing changes, so the picture is drawn again every second, whatever happens in between.
        var frames = new WatchFrames(run, client, filter);
        using var seconds = new PeriodicTimer(TimeSpan.FromSeconds(1), run.Context.Clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Cancelled);
        var changes = client.WatchAsync(ArgoKind.Workflow, @namespace, ListSelection.Named(workflow.Name()), stop.Token).GetAsyncEnumerator(stop.Token);
        var next = changes.MoveNextAsync().AsTask();
        var tick = seconds.WaitForNextTickAsync(stop.Token).AsTask();
        try
        {
            while (true)
            {
                if (await Task.WhenAny(next, tick).ConfigureAwait(false) == next)
                {
                    if (!await next.ConfigureAwait(false)) return workflow;
                    workflow = changes.Current.Object;
                    frames.Draw(workflow);
                    if (changes.Current.Type == WatchChangeType.Deleted || workflow.TimeAt("status", "finishedAt") is not null) return workflow;
                    next = changes.MoveNextAsync().AsTask();
                }
                else
                {
                    await tick.ConfigureAwait(false);
                    frames.Redraw();
                    tick = seconds.WaitForNextTickAsync(stop.Token).AsTask();
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await EndAsync(next, changes).ConfigureAwait(false);
        }
    }

    /// <summary>Prints log lines, each in the colour of its pod.</summary>
    public static async Task LogAsync(CliRun run, IWorkflowClient client, LogRequest request, bool colors)
    {
        var style = new PrintStyle(Colors: colors && run.Context.Terminal.Colors);
        await foreach (var line in client.LogsAsync(request, run.Cancelled).ConfigureAwait(false))
        {
            run.Out.WriteLine(style.PaintAsPod($"{line.PodName}: {line.Content}", line.PodName));
            if (request.Follow) await run.Out.FlushAsync(run.Cancelled).ConfigureAwait(false);
        }
    }

    private static async Task<bool> WaitAsync(CliRun run, IWorkflowClient client, string @namespace, string name, bool ignoreNotFound, bool quiet)
    {
        string real;
        try
        {
            real = (await run.ActionsOf(client).GetAsync(@namespace, name, run.Cancelled).ConfigureAwait(false)).Name();
        }
        catch (WorkflowClientException e) when (e.Code == ClientErrorCode.NotFound)
        {
            return ignoreNotFound && client is IWorkflowActions;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Cancelled);
        await foreach (var change in client.WatchAsync(ArgoKind.Workflow, @namespace, ListSelection.Named(real), stop.Token).ConfigureAwait(false))
        {
            var workflow = change.Object;
            if (change.Type == WatchChangeType.Deleted)
            {
                run.Error.WriteLine($"{name} was deleted");
                return false;
            }

            if (workflow.TimeAt("status", "finishedAt") is not { } finished) continue;
            if (!quiet)
            {
                var time = finished.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
                lock (run.Out) run.Out.WriteLine($"{name} {workflow.Phase()} at {time} +0000 UTC");
            }

            return workflow.Phase() is not ("Failed" or "Error");
        }

        return false;
    }

    private static async Task EndAsync(Task<bool> next, IAsyncEnumerator<WatchChange> changes)
    {
        try
        {
            await next.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The watch was told to end.
        }

        await changes.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>What a watch shows: one picture over the other on a terminal, one after the other elsewhere.</summary>
    private sealed class WatchFrames(CliRun run, IWorkflowClient client, NodeFilter filter)
    {
        private JsonObject? _workflow;

        public void Draw(JsonObject workflow)
        {
            _workflow = workflow;
            Write();
        }

        public void Redraw()
        {
            if (_workflow is not null) Write();
        }

        private void Write()
        {
            // The codes go to standard error as Argo's do, so that standard output holds pictures only.
            run.Error.Write("\u001b[H\u001b[2J\u001b[0;0H");
            run.Error.Flush();
            Print(run, client, _workflow!, "", filter);
            run.Out.Flush();
        }
    }
}
