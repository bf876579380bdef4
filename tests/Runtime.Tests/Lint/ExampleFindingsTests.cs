using Argosy.Lint;
using Argosy.Manifests.Rules;
using Argosy.Yaml;

namespace Argosy.Runtime.Tests.Lint;

/// <summary>The rules about runs over the upstream examples, where they are beside the checkout: each finding was looked at, and here is why it is right.</summary>
public class ExampleFindingsTests
{
    private static readonly (string Rule, string Why, string[] Files)[] s_right =
    [
        ("ARGO415", "prints workflow.status in its main tree, where it is Running: the example shows what each variable gives",
        [
            "variables-showcase.yaml 1",
        ]),
        ("ARGO416", "passes steps.name, which is the name of the step around it, as its own comment says",
        [
            "variables-showcase.yaml 1",
        ]),
        ("ARGO504", "pastes a parameter into a program; each of these prints the text that it is given, and would run a quote in it",
        [
            "artifact-path-placeholders.yaml 1",
            "ci-workflowtemplate.yaml 1",
            "container-set-template/outputs-result-workflow.yaml 1",
            "cron-backfill.yaml 1",
            "daemon-nginx.yaml 2",
            "daemon-step.yaml 1",
            "dag-daemon-retry-strategy.yaml 2",
            "dag-daemon-task.yaml 1",
            "data-transformations.yaml 1",
            "exit-code-output-variable.yaml 1",
            "exit-handler-with-param.yaml 1",
            "fibonacci-seq-conditional-param.yaml 4",
            "global-outputs.yaml 1",
            "handle-large-output-results.yaml 1",
            "influxdb-ci.yaml 2",
            "k8s-orchestration.yaml 1",
            "loops-arbitrary-sequential-steps.yaml 2",
            "loops-param-result.yaml 2",
            "map-reduce.yaml 1",
            "nested-workflow.yaml 1",
            "parallelism-nested-dag.yaml 1",
            "parallelism-nested-workflow.yaml 1",
            "parallelism-nested.yaml 2",
            "parameter-aggregation-dag.yaml 3",
            "parameter-aggregation-script.yaml 2",
            "parameter-aggregation.yaml 3",
            "pod-spec-from-previous-step.yaml 1",
            "recursive-for-loop.yaml 1",
            "scripts-bash.yaml 1",
            "scripts-javascript.yaml 1",
            "scripts-python.yaml 1",
            "steps-daemon-retry-strategy.yaml 2",
            "variables-showcase.yaml 41",
            "work-avoidance.yaml 1",
        ]),
        ("ARGO550", "passes an argument that the called template has no input for",
        [
            "cluster-workflow-template/mixed-cluster-namespaced-wftmpl-steps.yaml 1",
            "synchronization-db-mutex-tmpl-level.yaml 2",
            "synchronization-db-tmpl-level.yaml 1",
            "synchronization-mutex-tmpl-level.yaml 2",
            "synchronization-tmpl-level.yaml 1",
            "workflow-template/steps.yaml 1",
        ]),
        ("ARGO551", "the output is declared and never read",
        [
            "expression-tag-template-workflow.yaml 1",
        ]),
        ("ARGO552", "nothing leads to the template",
        [
            "fibonacci-seq-conditional-param.yaml 1",
            "http-success-condition.yaml 1",
        ]),
    ];

    [Fact]
    public void Every_finding_in_the_examples_is_one_that_was_looked_at()
    {
        var folder = Folder() ?? "";
        Assert.SkipWhen(folder.Length == 0, "the upstream examples are not beside the checkout");
        var files = Directory.GetFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var result = LintRun.Check([.. files.Select(f => ManifestReader.ReadFile(f, Path.GetRelativePath(folder, f).Replace('\\', '/')))], new CheckOptions());

        var found = result.Documents.SelectMany(d => d.Findings.Where(f => RuleCatalog.Find(f.RuleId)!.Origin == RuleOrigin.Run).Select(f => (f.RuleId, d.File)))
            .GroupBy(f => f).Select(g => $"{g.Key.RuleId} {g.Key.File} {g.Count()}").Order(StringComparer.Ordinal);
        Assert.Equal(s_right.SelectMany(r => r.Files.Select(f => $"{r.Rule} {f}")).Order(StringComparer.Ordinal), found);
        Assert.DoesNotContain(result.Documents.SelectMany(d => d.Errors), f => RuleCatalog.Find(f.RuleId)!.Origin == RuleOrigin.Run);
    }

    private static string? Folder()
    {
        var root = Environment.GetEnvironmentVariable("ARGOSY_CORPUS");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); root is null && folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Generator.sln"))) root = Path.Combine(folder.FullName, "../shared/argo");
        return root is not null && Directory.Exists(Path.Combine(root, "examples")) ? Path.Combine(root, "examples") : null;
    }
}
