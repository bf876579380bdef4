using System.CommandLine;
using Argosy.Workflows;

namespace Argosy.Cli;

/// <summary>What <c>submit</c> and the cron commands may change of a workflow.</summary>
internal sealed class SubmitFlags(bool withDryRun)
{
    private readonly Option<string> _name = Flags.Text("--name", "Override metadata.name");
    private readonly Option<string> _generateName = Flags.Text("--generate-name", "Override metadata.generateName");
    private readonly Option<string> _entrypoint = Flags.Text("--entrypoint", "Override entrypoint");
    private readonly Option<string[]> _parameters = Flags.Texts("--parameter", "Pass an input parameter, name=value", "-p");
    private readonly Option<string> _serviceAccount = Flags.Text("--serviceaccount", "Run all pods in the workflow using specified serviceaccount");
    private readonly Option<string> _parameterFile = Flags.Text("--parameter-file", "Pass a file containing all input parameters", "-f");
    private readonly Option<string> _labels = Flags.Text("--labels", "Comma separated labels to apply to the workflow. Will override previous values.", "-l");
    private readonly Option<bool> _dryRun = Flags.Flag("--dry-run", "Modify the workflow on the client-side without creating it");
    private readonly Option<bool> _serverDryRun = Flags.Flag("--server-dry-run", "Let the server check the workflow without creating it");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _name, _generateName, _entrypoint, _parameters, _serviceAccount, _parameterFile, _labels }) command.Add(option);
        if (!withDryRun) return;
        command.Add(_dryRun);
        command.Add(_serverDryRun);
    }

    public async Task<SubmitOptions> ReadAsync(CliRun run)
    {
        var parameters = run.Value(_parameters)!.ToList();
        if (run.Value(_parameterFile) is { Length: > 0 } file) parameters.AddRange(await ManifestInput.ReadParametersAsync(run, file).ConfigureAwait(false));
        return new SubmitOptions
        {
            Name = run.Value(_name)!,
            GenerateName = run.Value(_generateName)!,
            Entrypoint = run.Value(_entrypoint)!,
            Parameters = parameters,
            ServiceAccount = run.Value(_serviceAccount)!,
            Labels = run.Value(_labels)!,
            DryRun = withDryRun && run.Value(_dryRun),
            ServerDryRun = withDryRun && run.Value(_serverDryRun),
        };
    }
}
