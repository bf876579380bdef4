using System.Globalization;
using Argosy.ImportIdiom;
using Argosy.Tool.Import;
using Argosy.Yaml;

if (args.Length == 0 || !Directory.Exists(args[0]))
{
    Console.Error.WriteLine("usage: ImportIdiom DIRECTORY [--trees|--show NAME]");
    return 2;
}

var files = Directory.EnumerateFiles(args[0], "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
    .Select(path => (Name: Path.ChangeExtension(Path.GetRelativePath(args[0], path), null)!, File: ManifestReader.ReadFile(path))).ToList();
var import = Importer.Import(files, "Imported");
if (args.Length > 2 && args[1] == "--show")
{
    foreach (var shown in import.Files.Where(f => f.Path.StartsWith(args[2], StringComparison.OrdinalIgnoreCase))) Console.WriteLine(shown.Text);
    return 0;
}

var leaves = import.Objects.Sum(o => Leaves.Count(o.Root));
var treeLeaves = import.Objects.Sum(o => o.Trees.Sum(Leaves.Count));
var free = import.Objects.Count(o => o.Trees.Count == 0);
var imported = import.Objects.Select(o => o.File).ToHashSet(StringComparer.Ordinal);
var yamlLines = files.Where(f => imported.Contains(f.Name)).Sum(f => Lines(f.File.Text));
var csharpLines = import.Files.Where(f => f.Path.EndsWith(".cs", StringComparison.Ordinal)).Sum(f => Lines(f.Text));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"documents                               {import.Documents} in {imported.Count} files"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"documents without any Spec tree         {free} ({100.0 * free / import.Documents:0.0} %)"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"leaf values said by attributes, bodies  {leaves - treeLeaves} of {leaves} ({100.0 * (leaves - treeLeaves) / leaves:0.0} %)"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"non-blank lines                         {yamlLines} of YAML, {csharpLines} of C# ({100.0 * csharpLines / yamlLines:0.0} %)"));
if (!args.Contains("--trees")) return 0;
// What to make an attribute of next: the fields that are still said by trees, by the number of documents that need them.
foreach (var (path, documents) in import.Objects.SelectMany(o => o.Trees.SelectMany(Leaves.Paths).Distinct().Select(path => (path, o.File)))
    .GroupBy(p => p.path, p => p.File).Select(g => (g.Key, g.Distinct().ToList())).OrderByDescending(g => g.Item2.Count).ThenBy(g => g.Key, StringComparer.Ordinal))
    Console.WriteLine($"{documents.Count,4} {path}  {string.Join(' ', documents.Take(3))}");
return 0;

static int Lines(string text) => text.Split('\n').Count(line => !string.IsNullOrWhiteSpace(line));
