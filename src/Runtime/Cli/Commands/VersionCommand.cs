using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Argosy.Cli.Commands;

/// <summary><c>version</c>.</summary>
internal sealed class VersionCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var shortForm = new Option<bool>("--short") { Description = "Print just the version number" };
        return Runs(frame, new Command("version", "Print version information") { shortForm }, run =>
        {
            var assembly = typeof(VersionCommand).Assembly;
            var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
            var commit = version.Split('+', 2);
            run.Out.WriteLine($"{run.Context.ProgramName}: v{commit[0]}");
            if (!run.Value(shortForm))
            {
                if (commit.Length > 1) run.Out.WriteLine($"  GitCommit: {commit[1]}");
                run.Out.WriteLine($"  Runtime: {RuntimeInformation.FrameworkDescription}");
                run.Out.WriteLine($"  Platform: {RuntimeInformation.RuntimeIdentifier}");
            }

            return Task.CompletedTask;
        });
    }
}
