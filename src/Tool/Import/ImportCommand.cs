using System.CommandLine;
using Argosy.Cli;
using Argosy.Tool.Import.Naming;
using Argosy.Yaml;

namespace Argosy.Tool.Import;

/// <summary><c>import</c>: any Argo YAML as a C# project that builds.</summary>
internal sealed class ImportCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var paths = new Argument<string[]>("FILE|DIRECTORY") { Arity = ArgumentArity.OneOrMore, Description = "YAML or JSON files, directories of them, or - for standard input" };
        var output = new Option<string?>("--output", "-o") { Description = "The folder of the project (default: the name of the file or directory)" };
        var space = new Option<string?>("--csharp-namespace", "--namespace", "-n") { Description = "The C# namespace (default: the project's name)" };
        var reference = new Option<string?>("--reference") { Description = "Refer to a checkout of Argosy instead of the package" };
        var force = new Option<bool>("--force") { Description = "Write over files that are there" };
        var command = new Command("import", "Turn Argo YAML into a C# project") { paths, output, space, reference, force };
        return Runs(frame, command, run =>
        {
            var files = Files(run.Context, run.Value(paths) ?? []);
            var first = (run.Value(paths) ?? [])[0];
            var directory = run.Context.PathOf(run.Value(output) ?? Path.GetFileNameWithoutExtension(first == "-" ? "Imported" : first.TrimEnd('/', '\\')));
            var name = new CSharpNames([]).Pascal(Path.GetFileName(directory));
            var import = Importer.Import(files, run.Value(space) ?? name);
            if (import.Documents == 0)
            {
                foreach (var problem in import.Problems) run.Context.Error.WriteLine($"warning: {problem}");
                throw new CliException("there is no Workflow, WorkflowTemplate, ClusterWorkflowTemplate or CronWorkflow to import");
            }

            var checkout = run.Value(reference) is { } path ? run.Context.PathOf(path) : null;
            var written = ProjectWriter.Write(directory, name, import, checkout, run.Value(force));
            foreach (var file in written) run.Out.WriteLine($"wrote {Path.Combine(Path.GetRelativePath(run.Context.CurrentDirectory, directory), file)}");
            run.Out.WriteLine($"{import.Documents} {(import.Documents == 1 ? "object" : "objects")} became C#{(import.Kept > 0 ? $", {import.Kept} of other kinds stay YAML in Manifests/" : "")}");
            foreach (var problem in import.Problems) run.Context.Error.WriteLine($"warning: not expressed: {problem}");
            return Task.FromResult(import.Problems.Count == 0 ? 0 : 1);
        });
    }

    private static List<(string Name, ManifestFile File)> Files(CliContext context, IEnumerable<string> paths)
    {
        var files = new List<(string, ManifestFile)>();
        foreach (var path in paths)
        {
            var full = context.PathOf(path);
            if (path == "-") files.Add(("imported", ManifestReader.Read(context.In.ReadToEnd(), "standard input")));
            else if (Directory.Exists(full))
            {
                foreach (var file in Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories).Where(IsManifest).Order(StringComparer.Ordinal))
                    files.Add((Path.ChangeExtension(Path.GetRelativePath(full, file), null), ManifestReader.ReadFile(file)));
            }
            else if (File.Exists(full)) files.Add((Path.GetFileNameWithoutExtension(full), ManifestReader.ReadFile(full)));
            else throw new CliException($"there is no file or directory '{path}'");
        }

        return files.Count > 0 ? files : throw new CliException("there is no .yaml, .yml or .json file to import");
    }

    private static bool IsManifest(string path) => Path.GetExtension(path) is ".yaml" or ".yml" or ".json";
}
