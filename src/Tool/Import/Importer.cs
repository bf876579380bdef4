using System.Text;
using Argosy.Manifests.Names;
using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Naming;
using Argosy.Tool.Import.Objects;
using Argosy.Tool.Import.Templates;
using Argosy.Yaml;

namespace Argosy.Tool.Import;

/// <summary>A file of the project that the import writes.</summary>
/// <param name="Path">Relative to the project's folder.</param>
/// <param name="Text">The whole text.</param>
internal sealed record ImportedFile(string Path, string Text);

/// <summary>What an import made of its files.</summary>
/// <param name="Files">The files to write.</param>
/// <param name="Problems">What could not be said, one line each.</param>
/// <param name="Objects">The documents that became C#.</param>
/// <param name="Kept">How many documents of other kinds are kept as YAML.</param>
internal sealed record ImportResult(IReadOnlyList<ImportedFile> Files, IReadOnlyList<string> Problems, IReadOnlyList<ImportedObject> Objects, int Kept)
{
    /// <summary>How many documents became C#.</summary>
    public int Documents => Objects.Count;
}

/// <summary>A document that became a class.</summary>
/// <param name="File">The file that it came from, without its extension.</param>
/// <param name="Root">The whole document.</param>
/// <param name="Trees">The parts of it that the class says by <c>Spec</c> trees.</param>
internal sealed record ImportedObject(string File, MapNode Root, IReadOnlyList<MapNode> Trees);

/// <summary>YAML in, C# out: read → objects → classes → files.</summary>
internal static class Importer
{
    /// <summary>Imports files that were read.</summary>
    /// <param name="files">The files; their paths are only for names and places.</param>
    /// <param name="rootNamespace">The namespace of the project; each of several files gets one of its own below it.</param>
    public static ImportResult Import(IReadOnlyList<(string Name, ManifestFile File)> files, string rootNamespace)
    {
        var problems = new List<string>();
        var written = new List<ImportedFile>();
        var objects = new List<(string Namespace, string Name, ManifestFile File, List<ObjectImporter> Objects)>();
        var namespaces = new CSharpNames([]);
        var kept = 0;
        foreach (var (name, file) in files)
        {
            problems.AddRange(file.Problems.Select(p => $"{p.Place}: {p.Message}"));
            var space = files.Count == 1 ? rootNamespace : $"{rootNamespace}.{namespaces.Pascal(name)}";
            var classes = new CSharpNames(["Workflow", "Program"]);
            var importers = new List<ObjectImporter>();
            var foreign = new List<ManifestDocument>();
            foreach (var document in file.Documents)
            {
                problems.AddRange(RepeatedKeys(document.Root).Select(e => $"{e.KeyPlace}: '{e.Key}' is there more than once: the last one counts"));
                if (!ObjectImporter.CanImport(document.Kind)) foreign.Add(document);
                else
                {
                    importers.Add(new ObjectImporter(
                        document.Root, space, classes.Pascal(ObjectName(document)), (node, reason) => problems.Add($"{node.Place}: {reason}")));
                }
            }

            kept += foreign.Count;
            written.AddRange(foreign.Select((document, i) => KeptYaml.Write(document, name, i)));
            if (importers.Count > 0) objects.Add((space, name, file, importers));
        }

        Alias(objects.SelectMany(o => o.Objects));
        Refer([.. objects.SelectMany(o => o.Objects)], problems.Count, problems);
        foreach (var (space, name, file, importers) in objects)
        {
            var comments = new YamlComments(file.Text);
            var classes = string.Concat(importers.Select(importer => "\n" + importer.Write(comments)));
            written.Add(new ImportedFile(FileName(name), $"{Usings(classes)}namespace {space};\n{classes}"));
        }

        return new ImportResult(written, problems, [.. objects.SelectMany(o => o.Objects.Select(i => new ImportedObject(o.Name, i.Root, i.Trees)))], kept);
    }

    // Each object of a project has a file of its own, by its name; files that were apart may have the same names.
    private static void Alias(IEnumerable<ObjectImporter> all)
    {
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var importer in all)
        {
            if (importer.KnownName.Length > 0 && known.Add(importer.KnownName)) continue;
            var wanted = ManifestNames.Kebab($"{importer.Namespace.Split('.')[^1]}{importer.ClassName}");
            var free = wanted;
            for (var i = 2; !known.Add(free); i++) free = $"{wanted}-{i}";
            importer.Alias = free;
        }
    }

    private static IEnumerable<MapEntry> RepeatedKeys(Node node) => node switch
    {
        MapNode map => map.Entries.Where(e => map.Entry(e.Key) != e).Concat(map.Entries.SelectMany(e => RepeatedKeys(e.Value))),
        ListNode list => list.Items.SelectMany(RepeatedKeys),
        _ => [],
    };

    /// <summary>The C# file that a YAML file becomes.</summary>
    public static string FileName(string name) => new CSharpNames([]).Pascal(name) + ".cs";

    // The namespaces Argosy and Argosy.Flow are imported by the package; the models only where a tree needs them, with the names that both have made plain.
    private static string Usings(string classes)
    {
        if (!classes.Contains("Spec => new()", StringComparison.Ordinal)) return "";
        var usings = new StringBuilder();
        if (classes.Contains("new Json", StringComparison.Ordinal)) usings.Append("using System.Text.Json.Nodes;\n");
        usings.Append("using Argosy.Models;\nusing k8s.Models;\n");
        if (classes.Contains("Artifact ", StringComparison.Ordinal) || classes.Contains("Artifact>", StringComparison.Ordinal)) usings.Append("using Artifact = Argosy.Artifact;\n");
        if (classes.Contains("Workflow.", StringComparison.Ordinal)) usings.Append("using Workflow = Argosy.Workflow;\n");
        return usings.Append('\n').ToString();
    }

    private static string ObjectName(ManifestDocument document)
    {
        var metadata = document.Root["metadata"] as MapNode;
        var name = (metadata?["name"] as ScalarNode)?.Text ?? (metadata?["generateName"] as ScalarNode)?.Text.TrimEnd('-');
        return string.IsNullOrEmpty(name) ? document.Kind! : name;
    }

    // Bodies call the templates of all objects of the import with types; the first object of a name counts.
    private static void Refer(IReadOnlyList<ObjectImporter> all, int before, List<string> problems)
    {
        var libraries = all.Where(o => o.IsLibrary && o.Name is not null).ToList();
        foreach (var library in libraries) library.Try();
        // What could not be said is reported when the classes are written.
        problems.RemoveRange(before, problems.Count - before);
        foreach (var caller in all)
            foreach (var library in libraries.Where(l => l != caller).OrderBy(l => l.Namespace == caller.Namespace ? 0 : 1))
                caller.Refer(TemplateIndex.Key(library.Name!, library.Kind == "ClusterWorkflowTemplate"), library.Templates(caller.Namespace));
    }
}
