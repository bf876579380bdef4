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
        var library = new TemplateLibrary(null);
        foreach (var context in data.GetProperty("context").EnumerateArray())
        {
            var root = Root(context.GetString()!);
            library.Add(new CheckedObject(new ManifestDocument(null, 0, root), SchemaTable.OfKind(((ScalarNode)root["kind"]!).Text)!));
        }

        var o = new CheckedObject(new ManifestDocument(null, 0, Root(data.GetProperty("yaml").GetString()!)), SchemaTable.OfKind(kind)!);
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
        else if (how == "contains" && error?.Contains(text, StringComparison.Ordinal) == false) difference = $"says {error}, expected to contain {text}";
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
        Assert.All(files, f => Assert.Empty(f.Problems.Where(p => p.Kind != ReadProblemKind.NoObject)));
        var result = new Lint.ArgoLint(true, ["Workflow", "WorkflowTemplate", "CronWorkflow", "ClusterWorkflowTemplate"], () => DateTimeOffset.UnixEpoch).Run(files);
        Assert.Equal("no linting errors found!\n", result.Out);
    }

    private static MapNode Root(string yaml) => Assert.IsType<MapNode>(ManifestReader.Read(yaml, null).Pieces[0].Root);
}
