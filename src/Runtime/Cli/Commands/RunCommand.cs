using System.CommandLine;
using System.Text.Json.Nodes;
using Argosy.Cli.Printing;
using Argosy.Cli.Running;
using Argosy.Engine;
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
    private readonly Option<TimeSpan?> _until = Flags.Duration("--until", "End the engine after this long and print what there is then, for example 20s");
    private readonly Option<string> _report = Flags.Text("--report", "Write a page with the graph, durations, logs and artifacts to this file");
    private readonly Option<bool> _quiet = Flags.Flag("--quiet", "Do not show the progress", "-q");

    public override Command Build(CliFrame frame)
    {
        var command = new Command("run", "Run a workflow on this machine") { _files, _output, _detach, _until, _report, _quiet };
        _submit.AddTo(command);
        _engine.AddTo(command);
        return Runs(frame, command, RunAsync);
    }

    private async Task<int> RunAsync(CliRun run)
    {
        var documents = await RunDocuments.ReadAsync(run, run.Value(_files)!).ConfigureAwait(false);
        var options = await _submit.ReadAsync(run).ConfigureAwait(false);
        foreach (var workflow in documents.Workflows)
        {
            if (run.Namespace is { } @namespace && workflow.Namespace().Length == 0)
                workflow.MakeAt("metadata")["namespace"] = @namespace;
            try
            {
                Submission.Apply(workflow, options);
            }
            catch (FormatException e)
            {
                throw new CliException(e.Message);
            }
        }
        if (run.Value(_detach))
            return await DetachedRun.StartAsync(run, documents, _engine).ConfigureAwait(false);

        var home = EngineHome.Of(run.Context.CurrentDirectory, run.Context.Environment);
        var engine = _engine.Open(run, home, documents, out var backEnd);
        var output = run.Value(_output)!;
        var code = 0;
        foreach (var workflow in documents.Workflows)
            code = Math.Max(code, await RunOneAsync(run, engine, home, workflow, backEnd, output).ConfigureAwait(false));
        return code;
    }

    private async Task<int> RunOneAsync(CliRun run, WorkflowEngine engine, EngineHome home, JsonObject workflow, string backEnd, string output)
    {
        RunHost host;
        try
        {
            host = engine.Create(workflow, _engine.LogOf(home));
        }
        catch (OperationException e)
        {
            throw new CliException(e.Message);
        }
        var isForPeople = output is "" or "wide";
        var narration = isForPeople ? run.Out : run.Error;
        if (isForPeople)
            await run.Error.WriteLineAsync($"Running {host.Name} on this machine ({backEnd})").ConfigureAwait(false);
        JsonObject result;
        var wasCut = false;
        using var until = run.Value(_until) is { } limit ? new CancellationTokenSource(limit) : null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Cancelled, until?.Token ?? CancellationToken.None);
        await using (var view = run.Value(_quiet) || !isForPeople ? null : RunView.Open(host, narration, run.Context))
        {
            try
            {
                result = await engine.RunAsync(host, stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                wasCut = true;
                result = host.Snapshot();
            }
        }
        if (run.Value(_report) is { Length: > 0 } report)
            await File.WriteAllTextAsync(run.Context.PathOf(report), Running.Reporting.RunReport.Write(result, home, run.Context.Clock.GetUtcNow()), CancellationToken.None).ConfigureAwait(false);
        if (wasCut && run.Cancelled.IsCancellationRequested)
        {
            await run.Error.WriteLineAsync($"{host.Name} was interrupted; everything it ran has ended. 'resume {host.Name}' goes on.").ConfigureAwait(false);
            return 130;
        }
        var style = new PrintStyle(output, run.Context.Terminal.Colors);
        run.Out.Write(new WorkflowPrinter(style, NodeFilter.None, run.Context.Clock.GetUtcNow()).Print(result, withKind: true));
        return result.Phase() == "Succeeded" ? 0 : 1;
    }
}
