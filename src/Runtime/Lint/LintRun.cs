using System.Collections.Concurrent;
using Argosy.Manifests.Rules;
using Argosy.Manifests.Tree;
using Argosy.Yaml;

namespace Argosy.Lint;

/// <summary>One document and what is wrong with it.</summary>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Index">Its number in the file, from 0.</param>
/// <param name="Kind">Its kind; null where it could not be read.</param>
/// <param name="Name">Its name, or the beginning of it.</param>
/// <param name="Findings">What is wrong, in the order of the text.</param>
internal sealed record LintDocument(string File, int Index, string? Kind, string? Name, IReadOnlyList<Finding> Findings)
{
    public IEnumerable<Finding> Errors => Findings.Where(f => f.Severity == FindingSeverity.Error);

    public IEnumerable<Finding> Warnings => Findings.Where(f => f.Severity == FindingSeverity.Warning);
}

/// <summary>The result over all files.</summary>
/// <param name="Documents">All documents, in order.</param>
/// <param name="Texts">The files' texts, for excerpts.</param>
/// <param name="Checked">How many documents the rules know.</param>
/// <param name="Unreadable">Files that could not be opened, with the reason.</param>
internal sealed record LintResult(IReadOnlyList<LintDocument> Documents, IReadOnlyDictionary<string, string> Texts, int Checked, IReadOnlyList<string> Unreadable)
{
    public int Errors => Documents.Sum(d => d.Errors.Count());

    public int Warnings => Documents.Sum(d => d.Warnings.Count());
}

/// <summary>Checks files that may refer to each other.</summary>
internal static class LintRun
{
    private static readonly string[] Kinds = ["Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate", "CronWorkflow", "WorkflowEventBinding", "WorkflowTaskSet"];

    public static LintResult Check(IReadOnlyList<ManifestFile> files, CheckOptions options)
    {
        var readable = files.SelectMany(f => f.Documents).ToList();
        var findings = ManifestChecker.Check(readable, options with { IsYaml = options.IsYaml ?? YamlText.IsYaml }).ToLookup(f => f.Document, ReferenceEqualityComparer.Instance);
        var documents = new List<LintDocument>();
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var unreadable = new List<string>();
        var known = 0;
        foreach (var file in files)
        {
            var name = file.Path ?? "stdin";
            texts[name] = file.Text;
            foreach (var problem in file.Problems.Where(p => !file.Pieces.Any(piece => ReferenceEquals(piece.Problem, p)))) unreadable.Add($"{name}: {problem.Message}");
            var byIndex = file.Documents.ToDictionary(d => d.Index);
            for (var i = 0; i < file.Pieces.Count; i++)
            {
                var piece = file.Pieces[i];
                if (byIndex.TryGetValue(i, out var document))
                {
                    if (Kinds.Contains(document.Kind)) known++;
                    documents.Add(new LintDocument(name, i, document.Kind, NameOf(document), [.. KindProblem(document), .. findings[document]]));
                }
                // A piece of nothing but comments, or of what stands before the first document, is no mistake.
                else if (piece.Problem is { } problem && piece.Root is not ScalarNode { Kind: ScalarKind.Null } && !piece.IsDirectivesOnly)
                {
                    documents.Add(new LintDocument(name, i, null, null, [OfProblem(problem, file, i)]));
                }
            }
        }

        return new LintResult(documents, texts, known, unreadable);
    }

    /// <summary>Reads many files at once, in their order.</summary>
    public static List<ManifestFile> Read(IReadOnlyList<ManifestPaths.Entry> entries, TextReader standardInput)
    {
        var files = new ManifestFile[entries.Count];
        void ReadOne(int i)
        {
            var entry = entries[i];
            files[i] = entry.Path is null ? ManifestReader.Read(standardInput.ReadToEnd(), null) : ManifestReader.ReadFile(entry.Path, entry.Shown);
        }

        if (entries.Count < 8)
            for (var i = 0; i < entries.Count; i++) ReadOne(i);
        else
            Parallel.ForEach(Partitioner.Create(0, entries.Count), range =>
            {
                for (var i = range.Item1; i < range.Item2; i++) ReadOne(i);
            });
        return [.. files];
    }

    private static string? NameOf(ManifestDocument document) =>
        document.Name ?? ((document.Root["metadata"] as MapNode)?["generateName"] as ScalarNode)?.Text;

    private static Finding OfProblem(ReadProblem problem, ManifestFile file, int index)
    {
        var rule = problem.Kind switch
        {
            ReadProblemKind.Limit => RuleCatalog.Reading.TooLarge,
            ReadProblemKind.NoObject => RuleCatalog.Reading.NoObject,
            _ => RuleCatalog.Reading.Syntax,
        };
        return new Finding(rule.Id, FindingSeverity.Error, problem.Message, problem.Place, new ManifestDocument(file.Path, index, new MapNode()));
    }

    private static IEnumerable<Finding> KindProblem(ManifestDocument document)
    {
        var kind = document.Kind;
        if (Kinds.Contains(kind)) yield break;
        var at = document.Root["kind"]?.Place ?? document.Root.Place;
        var ofArgo = (document.Root["apiVersion"] as ScalarNode)?.Text.StartsWith("argoproj.io/", StringComparison.Ordinal) == true;
        if (string.IsNullOrEmpty(kind))
            yield return new Finding(RuleCatalog.Reading.NoObject.Id, FindingSeverity.Warning, "this document has no kind: Argo passes over it", at, document);
        else if (Nearest.To(kind, Kinds) is { } near && (ofArgo || string.Equals(near, kind, StringComparison.OrdinalIgnoreCase)))
            yield return new Finding(RuleCatalog.Reading.NoObject.Id, FindingSeverity.Error, $"there is no kind {kind}, and Argo passes over it; did you mean {near}?", at, document) { Path = "kind" };
    }
}
