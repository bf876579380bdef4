using System.CommandLine;
using Argosy.Cli.Printing;
using Argosy.Yaml;

namespace Argosy.Cli.Commands;

/// <summary><c>manifests</c>: prints or writes the manifests of the app.</summary>
internal sealed class ManifestsCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var names = Flags.Names("NAME", "Names of workflows of this app, or files; without any, all of the app");
        var output = Flags.Output("yaml", "json", "name");
        var directory = Flags.Text("--directory", "Write one file for each manifest into this folder", "-d");
        return Runs(frame, new Command("manifests", "Print the manifests of this app") { names, output, directory }, async run =>
        {
            var sources = run.Value(names)!;
            if (sources.Length == 0) sources = [.. run.Context.App.Select(definition => definition.Name)];
            if (sources.Length == 0) throw new CliException("this program declares no workflows; name a file");
            var texts = await ManifestInput.ReadTextsAsync(run, sources).ConfigureAwait(false);
            if (run.Value(directory) is { Length: > 0 } folder)
            {
                Directory.CreateDirectory(run.Context.PathOf(folder));
                foreach (var (name, text) in texts)
                {
                    var path = Path.Combine(run.Context.PathOf(folder), Path.GetFileNameWithoutExtension(name ?? "stdin") + ".yaml");
                    await File.WriteAllTextAsync(path, text, run.Cancelled).ConfigureAwait(false);
                    run.Out.WriteLine(path);
                }

                return;
            }

            var first = true;
            foreach (var (name, text) in texts)
            {
                switch (run.Value(output))
                {
                    case "name":
                        run.Out.WriteLine(name);
                        break;
                    case "json":
                        foreach (var document in ManifestReader.Read(text, name).Documents) run.Out.WriteLine(GoJson.Write(NodeJson.ToJson(document.Root), "  "));
                        break;
                    default:
                        if (!first) run.Out.WriteLine("---");
                        run.Out.Write(text.EndsWith('\n') ? text : text + "\n");
                        break;
                }

                first = false;
            }
        });
    }
}
