using System.CommandLine;
using Argosy.Cli.Printing;
using Argosy.Workflows;
using Argosy.Yaml;

namespace Argosy.Cli.Commands;

/// <summary><c>graph</c>: a picture of each workflow of a file or of the app, as Mermaid or SVG.</summary>
internal sealed class GraphCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var files = Flags.Names("FILE", "Files, addresses, - for standard input, or workflows of this app; without any, all of the app");
        var format = Flags.Choice("--output", "-o", ["mermaid", "svg"], "Form of the picture");
        var directory = Flags.Text("--directory", "Write one file for each picture into this folder", "-d");
        return Runs(frame, new Command("graph", "Draw workflows as Mermaid or SVG") { files, format, directory }, async run =>
        {
            var sources = run.Value(files)!;
            if (sources.Length == 0) sources = [.. run.Context.App.Select(definition => definition.Name)];
            if (sources.Length == 0) throw new CliUsageException("requires at least 1 arg(s), only received 0");
            var isSvg = run.Value(format) == "svg";
            var drawn = 0;
            foreach (var (name, text) in await ManifestInput.ReadTextsAsync(run, sources).ConfigureAwait(false))
            {
                var manifest = ManifestReader.Read(text, name);
                if (manifest.Problems.Count > 0) throw new CliException(manifest.Problems[0].ToString());
                foreach (var document in manifest.Documents.Where(document => ArgoKind.Find(document.Kind ?? "") is not null))
                {
                    var @object = NodeJson.ToJson(document.Root);
                    var title = @object.Name() is { Length: > 0 } own ? own : @object.TextAt("metadata", "generateName").TrimEnd('-');
                    var graph = Graph.Of(@object);
                    var picture = isSvg ? SvgWriter.Write(graph, $"{document.Kind} {title}") : MermaidWriter.Write(graph);
                    drawn++;
                    if (run.Value(directory) is { Length: > 0 } folder)
                    {
                        Directory.CreateDirectory(run.Context.PathOf(folder));
                        var path = Path.Combine(run.Context.PathOf(folder), $"{Path.GetFileName(title)}.{(isSvg ? "svg" : "mmd")}");
                        await File.WriteAllTextAsync(path, picture, run.Cancelled).ConfigureAwait(false);
                        run.Out.WriteLine(path);
                    }
                    else
                    {
                        run.Out.Write(picture);
                    }
                }
            }

            if (drawn == 0) throw new CliException("there is no workflow to draw in the given files");
        });
    }
}
