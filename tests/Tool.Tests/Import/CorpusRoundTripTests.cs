using Argosy.Tool.Import;
using Argosy.Yaml;

namespace Argosy.Tool.Tests.Import;

/// <summary>YAML that we did not write, through the import, the compiler and the generator: the manifest means what the file meant.</summary>
public class CorpusRoundTripTests
{
    [Fact]
    public void Every_example_comes_back_with_the_same_meaning()
    {
        var corpus = Corpus.Examples();
        Assert.SkipWhen(corpus is null, "no folder argo/examples in ../shared or ARGOSY_CORPUS");
        var cancel = TestContext.Current.CancellationToken;
        var paths = Directory.EnumerateFiles(corpus, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var files = paths.Select(p => (Name: Path.ChangeExtension(Path.GetRelativePath(corpus, p), null)!, File: ManifestReader.ReadFile(p))).ToList();
        var import = Importer.Import(files, "Corpus");
        var compiled = CompiledImport.From(import.Files, cancel);
        var errors = compiled.Errors(cancel);
        var manifests = compiled.Manifests();

        var differing = new List<string>();
        var same = 0;
        foreach (var (name, file) in files)
        {
            var path = Importer.FileName(name);
            var back = manifests[path].Select(Meaning.Of).ToHashSet(StringComparer.Ordinal);
            foreach (var document in file.Documents.Where(d => Tool.Import.Objects.ObjectImporter.CanImport(d.Kind)))
            {
                var wanted = Meaning.Of(document.Root);
                if (back.Contains(wanted))
                {
                    same++;
                    continue;
                }

                var why = errors[path].Any() ? string.Join("\n    ", errors[path].Take(4)) : Difference(wanted, back.FirstOrDefault(b => b.Contains($"kind: \"{document.Kind}\"", StringComparison.Ordinal)) ?? "");
                differing.Add($"{name}#{document.Index}\n    {why}");
            }
        }

        if (Environment.GetEnvironmentVariable("ARGOSY_ROUNDTRIP_REPORT") is { Length: > 0 } report)
            File.WriteAllText(report, $"same {same}, differing {differing.Count}\n{string.Join('\n', import.Problems)}\n{string.Join('\n', differing)}\n");
        Assert.True(differing.Count == 0, $"{same} documents are the same, {differing.Count} are not:\n{string.Join('\n', differing.Take(10))}");
        // One upstream file says "annotations" twice; Argo takes the last, and so do we, with a word.
        Assert.Equal(["'annotations' is there more than once: the last one counts"], import.Problems.Select(p => p[(p.IndexOf(": ", StringComparison.Ordinal) + 2)..]));
    }

    private static string Difference(string wanted, string got)
    {
        var a = wanted.Split('\n');
        var b = got.Split('\n');
        var missing = a.Except(b).Take(3).Select(l => "- " + l.Trim());
        var surplus = b.Except(a).Take(3).Select(l => "+ " + l.Trim());
        return string.Join("\n    ", missing.Concat(surplus).DefaultIfEmpty("only the order differs"));
    }
}
