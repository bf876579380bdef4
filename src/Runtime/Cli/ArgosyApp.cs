using System.Reflection;

namespace Argosy;

/// <summary>The command line of an app: <c>return await ArgosyApp.RunAsync(args);</c> is its whole program.</summary>
public static class ArgosyApp
{
    /// <summary>Runs what <paramref name="args"/> say; without any, the one workflow of the app.</summary>
    /// <param name="args">The arguments of the program.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args) => RunAsync(args, default);

    /// <summary>Runs what <paramref name="args"/> say, until it is cancelled.</summary>
    /// <param name="args">The arguments of the program.</param>
    /// <param name="cancellationToken">Ends the call like Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(args);
        var app = Assembly.GetEntryAssembly();
        if (app is not null) ReferencedWorkflows.Register(app);
        var context = new Cli.CliContext
        {
            ProgramName = app?.GetName().Name ?? "app",
            App = WorkflowRegistry.All,
            Terminal = Cli.Terminal.OfProcess(Environment.GetEnvironmentVariable),
        };
        return new Cli.CliFrame(context).RunAsync(args, cancellationToken);
    }
}
