using System.Diagnostics;
using Argosy.Engine;
using Argosy.Workflows;

namespace Argosy.Cli.Running;

/// <summary>Leaves a run to a process of its own: this very program, started again without a terminal.</summary>
internal static class DetachedRun
{
    public static async Task<int> StartAsync(CliRun run, RunDocuments documents, RunEngineFlags engine)
    {
        _ = engine;
        if (documents.Workflows is not [var workflow])
            throw new CliException("--detach takes one workflow");
        var name = workflow.Name();
        if (name.Length == 0)
            name = (workflow.TextAt("metadata", "generateName") is { Length: > 0 } prefix ? prefix : "workflow-") + WorkflowEngine.RandomSuffix();
        var home = EngineHome.Of(run.Context.CurrentDirectory, run.Context.Environment);
        var folder = home.RunFolder(name);
        Directory.CreateDirectory(folder);

        var words = Environment.GetCommandLineArgs().Skip(1).Where(word => word != "--detach").ToList();
        var program = Environment.ProcessPath ?? throw new CliException("this program does not know where it lies, so it cannot start itself again");
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = run.Context.CurrentDirectory, UseShellExecute = false };
        // A new session: neither Ctrl-C nor the end of the terminal reaches it. The words are arguments, never text of the shell.
        foreach (var word in new[] { "-c", "log=$1; shift; exec setsid \"$@\" >\"$log\" 2>&1 </dev/null", "argosy", Path.Combine(folder, "engine.log"), program })
            start.ArgumentList.Add(word);
        if (isHost)
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        foreach (var word in words)
            start.ArgumentList.Add(word);
        foreach (var word in new[] { "--name", name, "--quiet", "-o", "name" })
            start.ArgumentList.Add(word);
        using var process = Process.Start(start) ?? throw new CliException("the engine could not be started");
        await File.WriteAllTextAsync(Path.Combine(folder, "engine"), Engine.Pods.Leftovers.Describe(process.Id), CancellationToken.None).ConfigureAwait(false);
        run.Out.WriteLine(name);
        return 0;
    }
}
