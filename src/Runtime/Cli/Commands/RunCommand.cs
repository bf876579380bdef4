using System.CommandLine;
using System.Text.Json.Nodes;
using Argosy.Cli.Printing;
using Argosy.Cli.Running;
using Argosy.Engine;
using Argosy.Engine.Pods;
using Argosy.Engine.Schedules;
using Argosy.Engine.Store;
using Argosy.Workflows;

namespace Argosy.Cli.Commands;

/// <summary><c>run</c>: a workflow on this machine, by the embedded engine.</summary>
internal sealed class RunCommand : CliCommand
{
    private readonly Argument<string[]> _files = Flags.Names("FILE", "Files, addresses, - for standard input, or workflows of this app. All their objects serve the run");
    private readonly SubmitFlags _submit = new(withDryRun: false);
    private readonly RunEngineFlags _engine = new();
    private readonly Option<string> _output = Flags.Output();
    private readonly Option<bool> _detach = Flags.Flag("--detach", "Print the name and leave the engine running as a process of its own");
    private readonly Option<string> _continue = Flags.Text("--continue", "Go on with the run of this name, whose engine has ended; several with commas between them share one engine");
    private readonly Option<TimeSpan?> _until = Flags.Duration("--until", "End the engine after this long and print what there is then, for example 20s");
    private readonly Option<bool> _schedule = Flags.Flag("--schedule", "Keep a CronWorkflow running by the clock until interrupted; without it, it runs once now");
    private readonly Option<string> _report = Flags.Text("--report", "Write a page with the graph, durations, logs and artifacts to this file");
    private readonly Option<bool> _quiet = Flags.Flag("--quiet", "Do not show the progress and what the nodes print", "-q");

    public override Command Build(CliFrame frame)
    {
        var command = new Command("run", "Run a workflow on this machine") { _files, _output, _detach, _continue, _until, _schedule, _report, _quiet };
        _submit.AddTo(command);
        _engine.AddTo(command);
        return Runs(frame, command, RunAsync);
    }

    private async Task<int> RunAsync(CliRun run)
    {
        var home = EngineHome.Of(run.Context.CurrentDirectory, run.Context.Environment);
        if (run.Value(_continue) is { Length: > 0 } kept)
            return await RunAllAsync(run, home, kept.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ConfigureAwait(false);
        var documents = await RunDocuments.ReadAsync(run, run.Value(_files)!).ConfigureAwait(false);
        if (run.Value(_schedule))
            return await ScheduleAsync(run, home, documents).ConfigureAwait(false);
        var options = await _submit.ReadAsync(run).ConfigureAwait(false);
        var runs = new LocalRuns(home.Root);
        IReadOnlyList<JsonObject> others = [.. documents.Others, .. _engine.Documents(run)];
        var cluster = _engine.Cluster(run);
        if (cluster is not null && await cluster.ProblemAsync(run.Cancelled).ConfigureAwait(false) is { } away)
            throw new CliException(away);
        foreach (var workflow in documents.Workflows)
        {
            try
            {
                ArgumentTypes.Check(run.Context.App, workflow, options.Parameters);
                Submission.Apply(workflow, options);
                if (ClusterNeeds.Of(workflow, others, cluster is not null, _engine.NodeLabels(run)) is { Count: > 0 } reasons)
                    throw new CliException($"this machine cannot run {(workflow.Name().Length > 0 ? workflow.Name() : workflow.TextAt("metadata", "generateName") + "…")}; submit it to a cluster instead:\n  " + string.Join("\n  ", reasons));
                LocalWorkflowClient.Complete(workflow, run.Namespace ?? cluster?.Namespace ?? "default", run.Context.Clock.GetUtcNow());
                runs.Create(workflow, others);
            }
            catch (Exception e) when (e is FormatException or OperationException)
            {
                throw new CliException(e.Message);
            }
            DetachedEngine.KeepOptions(home, workflow.Name(), _engine.Words(run));
        }
        if (run.Value(_detach))
        {
            // One engine for all of them: they share locks and caches.
            var names = documents.Workflows.Select(w => w.Name()).ToList();
            DetachedEngine.Start(home, names, run.Value(_until));
            foreach (var started in names)
                run.Out.WriteLine(started);
            return 0;
        }
        return await RunAllAsync(run, home, [.. documents.Workflows.Select(w => w.Name())]).ConfigureAwait(false);
    }

    /// <summary>Keeps a CronWorkflow running. What it counts is kept beside the runs, so that a later call goes on from there.</summary>
    private async Task<int> ScheduleAsync(CliRun run, EngineHome home, RunDocuments documents)
    {
        var crons = documents.Others.Where(d => d.TextAt("kind") == "CronWorkflow").ToList();
        if (crons.Count != 1)
            throw new CliException($"--schedule takes one CronWorkflow, and there {(crons.Count == 0 ? "is none" : $"are {crons.Count}")} in the given files");
        var cron = crons[0];
        var name = cron.Name();
        var kept = Path.Combine(home.Root, "crons", name + ".json");
        if (File.Exists(kept) && JsonNode.Parse(await File.ReadAllTextAsync(kept, run.Cancelled).ConfigureAwait(false)) is JsonObject before)
        {
            cron["status"] = before["status"]?.DeepClone();
            if (before.At("metadata", "annotations", "cronworkflows.argoproj.io/last-used-schedule") is { } used)
                cron.MakeAt("metadata", "annotations")["cronworkflows.argoproj.io/last-used-schedule"] = used.DeepClone();
        }
        using var until = run.Value(_until) is { } limit ? new CancellationTokenSource(limit) : null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Cancelled, until?.Token ?? CancellationToken.None);
        var engine = new WorkflowEngine(_engine.Open(run, home, out var backEnd));
        IReadOnlyList<JsonObject> others = [.. documents.Others.Where(d => d != cron), .. _engine.Documents(run)];
        foreach (var document in others)
            engine.Services.TryAdd(document);
        var isForPeople = run.Value(_output) is "" or "wide";
        var children = new LocalCronChildren(new LocalRuns(home.Root), engine, name, others, ended =>
        {
            if (isForPeople)
                run.Out.WriteLine($"{run.Context.Clock.GetUtcNow():HH:mm:ss}  {ended.Phase(),-9}  {ended.Name()}");
        }, stop.Token);
        var cronRun = new CronRun(cron, engine.Services, children)
        {
            Changed = changed =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
                RunFolder.WriteAtomically(kept, changed.ToJsonString());
            },
        };
        if (cronRun.Problem() is { } problem)
            throw new CliException($"cron workflow {name}: {problem}");
        if (isForPeople)
            await run.Error.WriteLineAsync($"Keeping {name} on this machine ({backEnd}) until interrupted").ConfigureAwait(false);
        try
        {
            await cronRun.RunAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await children.WhenAllAsync().ConfigureAwait(false);
        }
        if (!isForPeople)
            run.Out.Write(CronPrinter.Print(cronRun.Cron, run.Value(_output)!, run.Context.Clock.GetUtcNow()));
        return 0;
    }

    /// <summary>Runs workflows side by side in one engine, as a cluster would: they share locks and caches. Each begins when the one before has begun.</summary>
    private async Task<int> RunAllAsync(CliRun run, EngineHome home, IReadOnlyList<string> names)
    {
        if (names is [var only])
            return await RunOneAsync(run, home, only).ConfigureAwait(false);
        var engine = new WorkflowEngine(_engine.Open(run, home, out _));
        var running = new List<Task<int>>();
        using var screen = new SemaphoreSlim(1, 1);
        foreach (var name in names)
        {
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var one = RunOneAsync(run, home, name, engine, screen, begun);
            running.Add(one);
            await Task.WhenAny(begun.Task, one).ConfigureAwait(false);
        }
        return (await Task.WhenAll(running).ConfigureAwait(false)).Max();
    }

    private async Task<int> RunOneAsync(CliRun run, EngineHome home, string name, WorkflowEngine? shared = null, SemaphoreSlim? screen = null, TaskCompletionSource? begun = null)
    {
        var runs = new LocalRuns(home.Root);
        var output = run.Value(_output)!;
        var isForPeople = output is "" or "wide";
        var backEnd = "";
        var engine = shared ?? new WorkflowEngine(_engine.Open(run, home, out backEnd));
        if (isForPeople && shared is not null)
            await run.Error.WriteLineAsync($"Running {name} on this machine").ConfigureAwait(false);
        else if (isForPeople)
            await run.Error.WriteLineAsync($"Running {name} on this machine ({backEnd})").ConfigureAwait(false);
        if (!runs.IsAlive(name))
            Leftovers.Clean(home.RunFolder(name));
        JsonObject result;
        var wasCut = false;
        RunView? view = null;
        using var until = run.Value(_until) is { } limit ? new CancellationTokenSource(limit) : null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Cancelled, until?.Token ?? CancellationToken.None);
        try
        {
            result = await runs.RunAsync(
                name,
                engine,
                host =>
                {
                    host.Changed += _ => begun?.TrySetResult();
                    view = run.Value(_quiet) || !isForPeople || shared is not null ? null : RunView.Open(host, run.Out, run.Context, home);
                },
                stop.Token).ConfigureAwait(false);
        }
        catch (OperationException e)
        {
            throw new CliException(e.Message);
        }
        catch (OperationCanceledException)
        {
            wasCut = true;
            result = runs.Get(name) ?? [];
        }
        finally
        {
            if (view is not null)
                await view.DisposeAsync().ConfigureAwait(false);
        }
        if (run.Value(_report) is { Length: > 0 } report)
            await File.WriteAllTextAsync(run.Context.PathOf(report), Running.Reporting.RunReport.Write(result, home, run.Context.Clock.GetUtcNow()), CancellationToken.None).ConfigureAwait(false);
        if (wasCut && run.Cancelled.IsCancellationRequested)
        {
            await run.Error.WriteLineAsync($"{name} was interrupted; everything it ran has ended. 'run --continue {name}' goes on.").ConfigureAwait(false);
            return 130;
        }
        // Of several, each is printed whole when it has ended.
        using var turn = screen is null ? null : await TurnAsync(screen).ConfigureAwait(false);
        var style = new PrintStyle(output, run.Context.Terminal.Colors);
        run.Out.Write(new WorkflowPrinter(style, NodeFilter.None, run.Context.Clock.GetUtcNow()).Print(result, withKind: true));
        return result.Phase() == "Succeeded" ? 0 : 1;
    }

    private static async Task<IDisposable> TurnAsync(SemaphoreSlim screen)
    {
        await screen.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        return new Turn(screen);
    }

    private sealed class Turn(SemaphoreSlim screen) : IDisposable
    {
        public void Dispose() => screen.Release();
    }
}
