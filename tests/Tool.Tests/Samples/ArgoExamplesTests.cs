using System.Text.RegularExpressions;
using Argosy.Manifests.Tree;
using Argosy.Tests;
using Argosy.Tool.Import;
using Argosy.Tool.Tests.Import;
using Argosy.Yaml;

namespace Argosy.Tool.Tests.Samples;

/// <summary>The hand-written examples: their manifests, and that they mean what Argo's own YAML means.</summary>
public sealed partial class ArgoExamplesTests(ArgoExamplesTests.Build build) : IClassFixture<ArgoExamplesTests.Build>
{
    /// <summary>The file of Argo's examples that a file here says.</summary>
    private static readonly Dictionary<string, string> Upstream = new(StringComparer.Ordinal)
    {
        ["CallAnHttpService"] = "http-success-condition",
        ["CheckOutFromGit"] = "input-artifact-git",
        ["ChooseANode"] = "node-selector",
        ["ChooseAnOutput"] = "conditional-parameters",
        ["CreateAResource"] = "k8s-set-owner-reference",
        ["DependOnOutcomes"] = "dag-enhanced-depends",
        ["FanOutAndIn"] = "parameter-aggregation-script",
        ["GoOnAfterAFailure"] = "continue-on-fail",
        ["HandleTheEnd"] = "exit-handlers",
        ["HelloWorld"] = "hello-world",
        ["LimitTime"] = "timeouts-step",
        ["LoopOverAList"] = "loops",
        ["LoopOverAResult"] = "loops-param-result",
        ["LoopOverObjects"] = "loops-maps",
        ["NestGraphs"] = "dag-nested",
        ["OrderTasks"] = "dag-diamond",
        ["PassAFile"] = "artifact-passing",
        ["PassAValue"] = "output-parameter",
        ["PrepareThePod"] = "init-container",
        ["ReactToAnEvent"] = "workflow-event-binding",
        ["RepeatUntil"] = "coinflip-recursive",
        ["Retry"] = "retry-on-error",
        ["RetryWithBackoff"] = "retry-backoff",
        ["RunASidecar"] = "sidecar",
        ["RunContainersInOnePod"] = "container-set-template/graph-workflow",
        ["RunOnASchedule"] = "cron-workflow",
        ["RunOneAtATime"] = "synchronization-mutex-wf-level",
        ["RunStepsInOrder"] = "steps",
        ["ShareAVolume"] = "volumes-pvc",
        ["ShareOutputsGlobally"] = "global-outputs",
        ["ShareTemplates"] = "workflow-template/templates",
        ["SkipWorkThatIsDone"] = "memoize-simple",
        ["StoreAFileInS3"] = "output-artifact-s3",
        ["UseAResult"] = "scripts-python",
        ["UseASecret"] = "secrets",
        ["UseSharedTemplates"] = "workflow-template/dag",
        ["WaitForALoop"] = "loops-dag",
        ["WaitForApproval"] = "suspend-template",
    };

    public static TheoryData<string> Examples => [.. Upstream.Keys];

    [Fact]
    public void Every_file_is_an_example_that_compiles()
    {
        Assert.Equal(Upstream.Keys.Order(StringComparer.Ordinal), build.Files);
        Assert.Empty(build.Compiled.Errors(TestContext.Current.CancellationToken).SelectMany(e => e.Select(text => $"{e.Key}: {text}")));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_manifest_is(string example) => Snapshot.Matches(string.Join("---\n", build.Manifests[example + ".cs"]), "yaml", example);

    [Theory]
    [MemberData(nameof(Examples))]
    public void It_means_what_the_yaml_means(string example)
    {
        var corpus = Corpus.Examples();
        Assert.SkipWhen(corpus is null, "no folder argo/examples in ../shared or ARGOSY_CORPUS");
        var path = System.IO.Path.Combine(corpus, Upstream[example]);
        var files = Directory.Exists(path) ? Directory.GetFiles(path, "*.yaml") : [path + ".yaml"];
        var wanted = files.SelectMany(f => ManifestReader.ReadFile(f).Documents).Select(d => OfExample(d.Root)).ToHashSet(StringComparer.Ordinal);
        var manifests = build.Manifests[example + ".cs"].Select(m => OfExample(ManifestReader.Read(m, null).Documents.Single().Root)).ToList();
        Assert.NotEmpty(manifests);
        foreach (var manifest in manifests)
            if (!wanted.Contains(manifest)) Assert.Equal(wanted.First(), manifest);
    }

    // Marks of the upstream test suite and its prose are no part of the meaning; a condition on a step is the same in govaluate's words and in expr's;
    // a count is the same as number and as text, and a comparison with parentheses and without.
    private static string OfExample(MapNode root)
    {
        var text = Meaning.Of(Without(root));
        text = Simple().Replace(text, match => $"when: {Path(match.Groups["left"].Value)} {match.Groups["op"].Value} {match.Groups["right"].Value}");
        text = Expression().Replace(text, match => $"when: {Path(match.Groups["left"].Value)} {match.Groups["op"].Value} {match.Groups["right"].Value}");
        text = Count().Replace(text, "$1: $2");
        text = Braced().Replace(text, "expression: \"$1 ?");
        return text;
    }

    private static string Path(string path) => path.Replace("['", ".", StringComparison.Ordinal).Replace("']", "", StringComparison.Ordinal);

    private static MapNode Without(MapNode root)
    {
        if (root["metadata"] is not MapNode metadata) return root;
        var kept = new MapNode();
        foreach (var entry in metadata.Entries)
        {
            if (entry.Key is not ("labels" or "annotations") || entry.Value is not MapNode map)
            {
                kept.Add(entry.Key, entry.Value);
                continue;
            }

            var rest = new MapNode();
            foreach (var e in map.Entries)
                if (!Noise().IsMatch(e.Key)) rest.Add(e.Key, e.Value);
            if (rest.Entries.Count > 0) kept.Add(entry.Key, rest);
        }

        var result = new MapNode();
        foreach (var entry in root.Entries)
            if (entry.Key != "metadata") result.Add(entry.Key, entry.Value);
            else if (kept.Entries.Count > 0) result.Add("metadata", kept);
        return result;
    }

    [GeneratedRegex("""when: "\{\{(?<left>[^{}=][^{}]*)\}\} (?<op>==|!=) (?<right>\w+)"$""", RegexOptions.Multiline)]
    private static partial Regex Simple();

    [GeneratedRegex("""when: "\{\{=(?<left>[^{}]+?) (?<op>==|!=) '(?<right>\w+)'\}\}"$""", RegexOptions.Multiline)]
    private static partial Regex Expression();

    [GeneratedRegex("""(limit|factor): "(\d+)"$""", RegexOptions.Multiline)]
    private static partial Regex Count();

    [GeneratedRegex("""expression: "\(([^()]*)\) \?""", RegexOptions.Multiline)]
    private static partial Regex Braced();

    [GeneratedRegex("^workflows.argoproj.io/(no-test.*|description|version)$")]
    private static partial Regex Noise();

    /// <summary>All examples in one compilation.</summary>
    public sealed class Build
    {
        public Build()
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(System.IO.Path.Combine(folder.FullName, "Generator.sln"))) folder = folder.Parent!;
            var sources = Directory.GetFiles(System.IO.Path.Combine(folder.FullName, "samples", "argo-examples"), "*.cs").Where(f => System.IO.Path.GetFileName(f) != "Program.cs").ToList();
            Files = [.. sources.Select(f => System.IO.Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];
            Compiled = CompiledImport.From(sources.Select(f => new ImportedFile(System.IO.Path.GetFileName(f), File.ReadAllText(f))), TestContext.Current.CancellationToken);
            Manifests = Compiled.Manifests();
        }

        public IReadOnlyList<string> Files { get; }

        internal CompiledImport Compiled { get; }

        internal ILookup<string, string> Manifests { get; }
    }
}
