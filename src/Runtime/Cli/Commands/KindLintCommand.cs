using System.CommandLine;
using Argosy.Lint;
using Argosy.Manifests.Rules;

namespace Argosy.Cli.Commands;

/// <summary><c>cron lint</c>, <c>template lint</c>, <c>cluster-template lint</c>: <c>lint</c> for the objects of one kind.</summary>
internal static class KindLintCommand
{
    public static Command Build(CliFrame frame, string kind, string what, Func<CliFrame, Command, Func<CliRun, Task<int>>, Command> runs)
    {
        var files = Flags.Names("FILE", "Files, folders, or - for standard input");
        var output = Flags.Choice("--output", "-o", ["pretty", "simple"], "The form of the result");
        var argo = Flags.Flag("--argo", "Only Argo's own rules, with its verdict, texts and exit code");
        var strict = new Option<bool>("--strict") { Description = "With --argo: refuse unknown fields and repeated keys", DefaultValueFactory = _ => true };
        var noColor = Flags.Flag("--no-color", "No colours");
        return runs(frame, new Command("lint", $"Validate files or folders of {what} manifests") { files, output, argo, strict, noColor }, async run =>
        {
            Flags.AtLeast(run.Value(files), 1);
            List<Yaml.ManifestFile> read;
            try
            {
                read = LintRun.Read([.. ManifestPaths.Of(run.Value(files)!, run.Context.CurrentDirectory)], run.Context.In);
            }
            catch (FileNotFoundException e)
            {
                throw new CliException(e.Message);
            }

            if (run.Value(argo))
            {
                var verdict = new ArgoLint(run.Value(strict), [kind], run.Context.Clock.GetUtcNow).Run(read);
                await run.Out.WriteAsync(verdict.Out).ConfigureAwait(false);
                await run.Error.WriteAsync(verdict.Error).ConfigureAwait(false);
                return verdict.ExitCode;
            }

            // The others are read, for what these refer to, and not judged.
            var result = LintRun.Check(read, new CheckOptions());
            var own = result.Documents.Where(document => document.Kind is null || document.Kind == kind).ToList();
            result = result with { Documents = own, Checked = own.Count(document => document.Kind == kind) };
            LintPrinter.Of(run.Value(output)!, run.Context.Terminal.Colors && !run.Value(noColor)).Print(result, run.Out);
            foreach (var line in result.Unreadable) await run.Error.WriteLineAsync($"Error: {line}").ConfigureAwait(false);
            return result.Errors > 0 || result.Unreadable.Count > 0 || result.Checked == 0 ? 1 : 0;
        });
    }
}
