using System.Text.Json;
using Argosy.Manifests.Rules;
using Argosy.Manifests.Rules.Argo;
using Argosy.Manifests.Schema;
using Argosy.Manifests.Tree;
using Argosy.Yaml;

namespace Argosy.Conformance;

/// <summary>The verdicts of Argo's own validation tests, and the examples that Argo accepts.</summary>
public sealed class ValidateCases
{
    private static readonly string? Corpus = RecordFolder.Path is { } recorded ? Path.GetDirectoryName(recorded.TrimEnd('/')) : null;

    private static readonly Lazy<Dictionary<string, JsonElement>> All = new(() =>
    {
        var path = Corpus is null ? null : Path.Combine(Corpus, "validate_cases.jsonl");
        if (path is null || !File.Exists(path)) return [];
        return File.ReadLines(path).Where(l => l.Length > 0).Select(l => JsonDocument.Parse(l).RootElement.Clone()).ToDictionary(e => e.GetProperty("id").GetString()!);
    });

    public static TheoryData<string> Rows => [.. All.Value.Keys.DefaultIfEmpty("(none)")];

    [Theory, MemberData(nameof(Rows))]
    public void Agrees(string id)
    {
        Assert.SkipWhen(id == "(none)", RecordFolder.MissingReason);
        var data = All.Value[id];
        var kind = data.GetProperty("kind").GetString()!;
        // Argo's tests look templates up by name alone, whatever namespace the workflow is in.
        var templates = data.GetProperty("context").EnumerateArray().Select(c => new ManifestDocument(null, 0, Root(c.GetString()!))).ToList();
        var library = new TemplateLibrary(r => templates.FirstOrDefault(t => t.Name == r.Name && t.Kind == (r.IsClusterScope ? "ClusterWorkflowTemplate" : "WorkflowTemplate")));
        var o = Typed(Root(data.GetProperty("yaml").GetString()!), SchemaTable.OfKind(kind)!);
        var given = data.GetProperty("opts");
        var options = new CheckOptions
        {
            ArgoRulesOnly = true,
            IsYaml = Argosy.Lint.YamlText.IsYaml,
            Purpose = given.TryGetProperty("Lint", out _) ? CheckPurpose.Lint : given.TryGetProperty("Submit", out _) ? CheckPurpose.Submit : CheckPurpose.Create,
            WorkflowDefaults = data.TryGetProperty("workflow_defaults", out var defaults) ? Root(defaults.GetString()!) : null,
        };
        string? error = o.Decoded.ArgoFault?.ArgoText ?? (o.Decoded.Unknown.Count > 0 ? "unknown field" : null);
        if (error is null)
            try
            {
                new WorkflowValidation(o, library, options, new Placeholders(), static (_, _, _) => { }).Run();
            }
            catch (FirstErrorException e)
            {
                error = e.Message;
            }

        var valid = data.GetProperty("valid").GetBoolean();
        var text = data.GetProperty("error").GetString() ?? "";
        var how = data.GetProperty("assert_kind").GetString();
        string? difference = null;
        if (valid != (error is null)) difference = valid ? $"refused: {error}" : $"accepted, expected: {text}";
        else if (how == "equal" && error != text) difference = $"says {error}, expected {text}";
        else if (how == "contains" && error?.Contains(text, StringComparison.Ordinal) == false && !(Offline.TryGetValue(text, out var offline) && error.Contains(offline, StringComparison.Ordinal))) difference = $"says {error}, expected to contain {text}";
        ConformanceReport.Conclude("validate cases", id, difference);
    }

    public static TheoryData<string> Examples => Corpus is null
        ? ["(none)"]
        : [.. Directory.EnumerateFiles(Path.Combine(Corpus, "examples"), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => Path.GetRelativePath(Corpus, f))];

    [Fact]
    public void Argos_rules_find_no_error_in_any_example()
    {
        Assert.SkipWhen(Corpus is null, RecordFolder.MissingReason);
        var files = Examples.Select(e => ManifestReader.ReadFile(Path.Combine(Corpus!, e.Data), e.Data)).ToList();
        Assert.Equal(217, files.Count);
        Assert.All(files, f => Assert.DoesNotContain(f.Problems, p => p.Kind != ReadProblemKind.NoObject));
        var result = new Lint.ArgoLint(true, ["Workflow", "WorkflowTemplate", "CronWorkflow", "ClusterWorkflowTemplate"], () => DateTimeOffset.UnixEpoch).Run(files);
        Assert.Equal("no linting errors found!\n", result.Out);
    }

    /// <summary>What the rules that Argo has not say about the examples, each looked at and right.</summary>
    [Fact]
    public void Other_rules_find_in_the_examples_only_what_is_wrong_in_them()
    {
        Assert.SkipWhen(Corpus is null, RecordFolder.MissingReason);
        var files = Examples.Select(e => ManifestReader.ReadFile(Path.Combine(Corpus!, e.Data), e.Data)).ToList();
        var found = Lint.LintRun.Check(files, new CheckOptions()).Documents.SelectMany(d => d.Findings.Where(f => string.CompareOrdinal(f.RuleId, "ARGO400") < 0).Select(f => $"{d.File} {f.RuleId} {f.Path}"));
        Assert.Equal(
            [
                // Neither name nor generateName: the API server refuses the object.
                "examples/fun-with-gifs.yaml ARGO357 metadata",
                "examples/k8s-jobs.yaml ARGO357 metadata",
                // annotations stands twice: Argo's lint drops the document.
                "examples/k8s-patch-json-workflow.yaml ARGO202 metadata.annotations",
            ],
            found);
    }

    // What a look-up in a cluster says, and what one among files says.
    private static readonly Dictionary<string, string> Offline = new() { ["not found"] = "couldn't find workflow template" };

    // Argo's tests read YAML into typed objects, where a number becomes text if text is wanted; its lint does not.
    private static CheckedObject Typed(MapNode root, StructType type)
    {
        var o = new CheckedObject(new ManifestDocument(null, 0, root), type);
        var numbers = o.Decoded.Faults.Where(f => f.ArgoText.EndsWith("of type string", StringComparison.Ordinal)).Select(f => f.Place).ToHashSet();
        return numbers.Count == 0 ? o : new CheckedObject(new ManifestDocument(null, 0, (MapNode)WithTexts(root, numbers)), type);
    }

    private static Node WithTexts(Node node, HashSet<SourcePlace> places)
    {
        switch (node)
        {
            case MapNode map:
                var copy = new MapNode { Place = map.Place };
                foreach (var entry in map.Entries) copy.Add(entry.Key, WithTexts(entry.Value, places), entry.KeyPlace);
                return copy;
            case ListNode list:
                var items = new ListNode { Place = list.Place };
                foreach (var item in list.Items) items.Add(WithTexts(item, places));
                return items;
            case ScalarNode scalar when places.Contains(scalar.Place):
                return ScalarNode.String(scalar.Text, scalar.Place);
            default:
                return node;
        }
    }

    private static MapNode Root(string yaml) => Assert.IsType<MapNode>(ManifestReader.Read(yaml, null).Pieces[0].Root);
}
