using System.CommandLine;
using Argosy.Lint;
using Argosy.Manifests.Rules;
using Argosy.Yaml;

namespace Argosy.Cli.Commands;

/// <summary><c>lint</c>: all mistakes at their places; with <c>--argo</c> exactly what Argo's own lint says.</summary>
internal sealed class LintCommand : CliCommand
{
    private static readonly (string Kind, string[] Names)[] Kinds =
    [
        ("Workflow", ["workflows", "wf"]), ("WorkflowTemplate", ["workflowtemplates", "wftmpl"]), ("CronWorkflow", ["cronworkflows", "cronwf"]), ("ClusterWorkflowTemplate", ["clusterworkflowtemplates", "cwftmpl"]),
    ];

    private readonly Argument<string[]> _files = Flags.Names("FILE", "Files, folders, or - for standard input; without any, the workflows of this app");
    private readonly Option<string> _output = Flags.Choice("--output", "-o", ["pretty", "simple", "json", "sarif"], "The form of the result");
    private readonly Option<bool> _argo = Flags.Flag("--argo", "Only Argo's own rules, with its verdict, texts and exit code");
    private readonly Option<bool> _strict = new("--strict") { Description = "With --argo: refuse unknown fields and repeated keys", DefaultValueFactory = _ => true };
    private readonly Option<bool> _strictRuntime = Flags.Flag("--strict-runtime", "What Argo accepts and then fails on is an error, not a warning");
    private readonly Option<string[]> _kinds = Flags.Texts("--kinds", "Which kinds are linted: all, workflows, workflowtemplates, cronworkflows, clusterworkflowtemplates");
    private readonly Option<bool> _offline = Flags.Flag("--offline", "Accepted for compatibility: references are always looked up in the files");
    private readonly Option<bool> _noColor = Flags.Flag("--no-color", "No colours");

    public override Command Build(CliFrame frame) =>
        Runs(frame, new Command("lint", "Validate files or folders of manifests") { _files, _output, _argo, _strict, _strictRuntime, _kinds, _offline, _noColor }, LintAsync);

    private async Task<int> LintAsync(CliRun run)
    {
        var kinds = ReadKinds(run.Value(_kinds)!);
        var files = await FilesAsync(run).ConfigureAwait(false);
        if (run.Value(_argo)) return await ArgoAsync(run, files, kinds).ConfigureAwait(false);

        var result = LintRun.Check(files, new CheckOptions { StrictRuntime = run.Value(_strictRuntime) });
        result = result with { Documents = [.. result.Documents.Where(d => d.Kind is null || kinds.Contains(d.Kind) || !Kinds.Any(k => k.Kind == d.Kind))] };
        using var buffer = new StringWriter();
        LintPrinter.Of(run.Value(_output)!, run.Context.Terminal.Colors && !run.Value(_noColor)).Print(result, buffer);
        await run.Out.WriteAsync(buffer.ToString()).ConfigureAwait(false);
        foreach (var line in result.Unreadable) await run.Error.WriteLineAsync($"Error: {line}").ConfigureAwait(false);
        if (result.Errors > 0) return 1;
        return result.Unreadable.Count > 0 || result.Checked == 0 ? 2 : 0;
    }

    private async Task<int> ArgoAsync(CliRun run, List<ManifestFile> files, IReadOnlyCollection<string> kinds)
    {
        var lint = new ArgoLint(run.Value(_strict), kinds, run.Context.Clock.GetUtcNow);
        var result = lint.Run(files);
        await run.Out.WriteAsync(result.Out).ConfigureAwait(false);
        await run.Error.WriteAsync(result.Error).ConfigureAwait(false);
        return result.ExitCode;
    }

    private async Task<List<ManifestFile>> FilesAsync(CliRun run)
    {
        var names = run.Value(_files)!;
        if (names.Length == 0)
        {
            if (run.Context.App.Count == 0) throw new CliUsageException("requires at least 1 arg(s), only received 0");
            var own = await ManifestInput.ReadTextsAsync(run, [.. run.Context.App.Select(w => w.Name)]).ConfigureAwait(false);
            return [.. own.Select(o => ManifestReader.Read(o.Text, o.Name))];
        }

        try
        {
            return LintRun.Read([.. ManifestPaths.Of(names, run.Context.CurrentDirectory)], run.Context.In);
        }
        catch (FileNotFoundException e)
        {
            throw new CliException(e.Message, run.Value(_argo) ? 1 : 2);
        }
    }

    private static HashSet<string> ReadKinds(string[] given)
    {
        var words = given.SelectMany(g => g.Split(',', StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (words.Count == 0 || words.Any(w => w.Contains("all", StringComparison.Ordinal))) return [.. Kinds.Select(k => k.Kind)];
        return [.. words.Select(w => Kinds.FirstOrDefault(k => k.Names.Contains(w)) is { Kind: { } kind } ? kind : throw new CliException($"unknown kind: {w}"))];
    }
}
