using Argosy.Lint;
using Argosy.Manifests.Rules;
using Argosy.Yaml;

namespace Argosy.Runtime.Tests.Lint;

public class RuleTests
{
    private const string Echo = "- name: echo\n  inputs: {parameters: [{name: text}]}\n  container: {image: busybox, args: [\"{{inputs.parameters.text}}\"]}";

    public static TheoryData<string, string, string> Specs() => new()
    {
        // rule, what it says (a part), spec
        { "ARGO214", "did you mean build", "templates:\n- name: main\n  steps: [[{name: a, template: ‹buidl›}]]\n- name: build\n  container: {image: busybox}" },
        { "ARGO218", "Expression required", "hooks: {‹running›: {template: main}}\ntemplates:\n- name: main\n  container: {image: busybox}" },
        { "ARGO216", "did you mean OnPodSuccess", "podGC: {strategy: ‹OnPodSucces›}\ntemplates:\n- name: main\n  container: {image: busybox}" },
        { "ARGO217", "not a valid pod-level resource", "podResources: {limits: {‹nvidia.com/gpu›: 1}}\ntemplates:\n- name: main\n  container: {image: busybox}" },
        { "ARGO231", "name must consist", "templates:\n- name: main\n  steps: [[{name: ‹\"a b\"›, template: x}]]\n- name: x\n  container: {image: busybox}" },
        { "ARGO232", "is not unique", "templates:\n- name: main\n  steps: [[{name: a, template: x}, {name: ‹a›, template: x}]]\n- name: x\n  container: {image: busybox}" },
        { "ARGO233", "reserved", "templates:\n- name: main\n  container: {image: busybox}\n  sidecars: [{name: ‹wait›, image: busybox}]" },
        { "ARGO240", "type is unknown", "templates:\n- ‹{name: main, suspend: }›" },
        { "ARGO241", "container and script", "templates:\n- name: main\n  container: {image: busybox}\n  ‹script›: {image: busybox, source: x}" },
        { "ARGO242", "cannot be specified with templateRef", "templates:\n- name: main\n  steps: [[{name: a, template: main, templateRef: ‹{name: x, template: z}›}]]" },
        { "ARGO212", "couldn't find", "templates:\n- name: main\n  steps: [[{name: a, templateRef: {name: ‹lib›, template: z}}]]" },
        { "ARGO243", "did you mean OnFailure", "templates:\n- name: main\n  retryStrategy: {retryPolicy: ‹onFailure›}\n  container: {image: busybox}" },
        { "ARGO244", "write a unit", "templates:\n- name: main\n  timeout: ‹\"30\"›\n  container: {image: busybox}" },
        { "ARGO245", "doesn't support pendingTimeout", "templates:\n- name: main\n  pendingTimeout: ‹5m›\n  suspend: {}" },
        { "ARGO246", "only valid for leaf", "templates:\n- name: main\n  activeDeadlineSeconds: ‹5›\n  steps: [[{name: a, template: x}]]\n- name: x\n  container: {image: busybox}" },
        { "ARGO246", "positive integer", "templates:\n- name: main\n  activeDeadlineSeconds: ‹5m›\n  container: {image: busybox}" },
        { "ARGO247", "parallelism", "templates:\n- name: main\n  parallelism: ‹2›\n  container: {image: busybox}" },
        { "ARGO250", "pass it in the arguments", "templates:\n- name: main\n  steps: [[{name: a, template: ‹echo›}]]\n" + Echo },
        { "ARGO251", "inputs.artifacts.src was not supplied", "templates:\n- name: main\n  steps: [[{name: a, template: ‹x›}]]\n- name: x\n  inputs: {artifacts: [{name: src, path: /src}]}\n  container: {image: busybox}" },
        { "ARGO252", "did not specify a path", "templates:\n- name: main\n  outputs: {artifacts: [‹{name: a}›]}\n  container: {image: busybox}" },
        { "ARGO253", "only valid in container/script", "templates:\n- name: main\n  outputs: {artifacts: [{name: a, path: ‹/a›}]}\n  suspend: {}" },
        { "ARGO254", "not valid in inputs", "templates:\n- name: main\n  inputs: {artifacts: [{name: a, path: /a, optional: true, from: ‹x›}]}\n  container: {image: busybox}" },
        { "ARGO255", "Directory traversal", "templates:\n- name: main\n  outputs: {artifacts: [{name: a, path: ‹/a/../b›}]}\n  container: {image: busybox}" },
        { "ARGO258", "already mounted in container.volumeMounts.a", "volumes: [{name: a, emptyDir: {}}, {name: b, emptyDir: {}}]\ntemplates:\n- name: main\n  container: {image: busybox, volumeMounts: [{name: a, mountPath: /x}, {name: b, mountPath: ‹/x›}]}" },
        { "ARGO259", "image may not be empty", "templates:\n- name: main\n  container: ‹{command: [sh]}›" },
        { "ARGO260", "help string", "templates:\n- name: main\n  metrics: {prometheus: [‹{name: a, counter: {value: \"1\"}}›]}\n  container: {image: busybox}" },
        { "ARGO266", "did you mean one", "templates:\n- name: main\n  containerSet: {containers: [{name: one, image: x}, {name: two, image: x, dependencies: [‹oen›]}]}" },
        { "ARGO268", "named \"main\"", "templates:\n- name: main\n  outputs: {parameters: [{name: p, valueFrom: {path: /p}}]}\n  containerSet: ‹{containers: [{name: one, image: x}]}›" },
        { "ARGO270", "did you mean create", "templates:\n- name: main\n  resource: {action: ‹creat›, manifest: \"a: 1\"}" },
        { "ARGO271", "must be specified", "templates:\n- name: main\n  resource: ‹{action: create}›" },
        { "ARGO274", "valid yaml", "templates:\n- name: main\n  resource: {action: create, manifest: ‹\"a: [1\"›}" },
        { "ARGO280", "is required", "templates:\n- name: main\n  steps: [[{name: a, template: x, arguments: {parameters: [‹{name: p}›]}}]]\n- name: x\n  container: {image: busybox}" },
        { "ARGO281", "write the tag as the value", "templates:\n- name: main\n  steps: [[{name: a, template: x, arguments: {parameters: [{name: p, valueFrom: ‹{parameter: \"{{workflow.name}}\"}›}]}}]]\n- name: x\n  container: {image: busybox}" },
        { "ARGO282", "enum list", "arguments: {parameters: [{name: v, value: ‹c›, enum: [a, b]}]}\ntemplates:\n- name: main\n  container: {image: busybox}" },
        { "ARGO283", "is required", "templates:\n- name: main\n  steps: [[{name: a, template: x, arguments: {artifacts: [‹{name: p}›]}}]]\n- name: x\n  container: {image: busybox}" },
        { "ARGO290", "only one of", "templates:\n- name: main\n  steps: [[{name: a, template: x, withItems: [1], withParam: ‹\"[1]\"›}]]\n- name: x\n  container: {image: busybox}" },
        { "ARGO291", "count or end", "templates:\n- name: main\n  steps: [[{name: a, template: x, withSequence: {count: 2, end: ‹3›}}]]\n- name: x\n  container: {image: busybox}" },
        { "ARGO301", "did you mean build", "templates:\n- name: main\n  dag:\n    tasks:\n    - {name: build, template: x}\n    - {name: test, template: x, depends: \"‹biuld›.Succeeded\"}\n- name: x\n  container: {image: busybox}" },
        { "ARGO302", "a -> b -> a", "templates:\n- name: main\n  dag:\n    tasks:\n    - {name: ‹a›, template: x, dependencies: [b]}\n    - {name: b, template: x, dependencies: [a]}\n- name: x\n  container: {image: busybox}" },
        { "ARGO303", "begin with a digit", "templates:\n- name: main\n  dag:\n    tasks:\n    - {name: a, template: x}\n    - {name: ‹1b›, template: x, dependencies: [a]}\n- name: x\n  container: {image: busybox}" },
        { "ARGO306", "did you mean Succeeded", "templates:\n- name: main\n  dag:\n    tasks:\n    - {name: a, template: x}\n    - {name: b, template: x, depends: \"‹a.Success›\"}\n- name: x\n  container: {image: busybox}" },
        { "ARGO307", "does not contain any items", "templates:\n- name: main\n  dag:\n    tasks:\n    - {name: a, template: x}\n    - {name: b, template: x, depends: \"‹a›.AllFailed\"}\n- name: x\n  container: {image: busybox}" },
        { "ARGO308", "is not defined", "templates:\n- name: main\n  dag: {target: ‹c›, tasks: [{name: a, template: x}]}\n- name: x\n  container: {image: busybox}" },
        { "ARGO309", "add a to the dependencies of b", "templates:\n- name: main\n  dag:\n    tasks:\n    - {name: a, template: x}\n    - {name: b, template: echo, arguments: {parameters: [{name: text, value: ‹\"{{tasks.a.outputs.result}}\"›}]}}\n- name: x\n  container: {image: busybox}\n" + Echo },
        { "ARGO320", "does not have valueFrom or value", "templates:\n- name: main\n  outputs: {parameters: [‹{name: p}›]}\n  container: {image: busybox}" },
        { "ARGO321", "path must be specified", "templates:\n- name: main\n  outputs: {parameters: [{name: p, valueFrom: ‹{jsonPath: x}›}]}\n  container: {image: busybox}" },
        { "ARGO330", "did you mean inputs.parameters.text", "templates:\n- name: main\n  inputs: {parameters: [{name: text, value: a}]}\n  container:\n    image: busybox\n    args:\n    - |\n      echo one\n      echo ‹{{inputs.parameters.txt}}› two" },
        { "ARGO330", "failed to resolve {{item.b}}", "templates:\n- name: main\n  steps: [[{name: a, template: echo, withItems: [{a: 1}], arguments: {parameters: [{name: text, value: \"x ‹{{item.b}}›\"}]}}]]\n" + Echo },
        { "ARGO203", "put it in quotes", "templates:\n- name: main\n  container: {image: busybox, env: [{name: A, value: ‹yes›}]}" },
        { "ARGO203", "is no quantity", "templates:\n- name: main\n  container: {image: busybox, resources: {limits: {memory: ‹10Mb›}}}" },
        { "ARGO204", "did you mean image", "templates:\n- name: main\n  container: {image: busybox, ‹imagee›: x}" },
        { "ARGO205", "drops it without a word", "templates:\n- name: main\n  steps: [[{name: a, template: x, continueOn: {‹fail›: true}}]]\n- name: x\n  container: {image: busybox}" },
        { "ARGO352", "at most 200", "templates:\n- name: main\n  dag:\n    tasks:\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"    - {{name: t{i}, template: x}}\n")) + "    - ‹{name: last, template: x}›\n- name: x\n  container: {image: busybox}" },
        { "ARGO354", "0755", "templates:\n- name: main\n  outputs: {artifacts: [{name: a, path: /a, mode: ‹755›}]}\n  container: {image: busybox}" },
        { "ARGO355", "env has A twice", "templates:\n- name: main\n  container: {image: busybox, env: [{name: A, value: x}, {name: ‹A›, value: z}]}" },
        { "ARGO356", "one location", "templates:\n- name: main\n  inputs: {artifacts: [{name: a, path: /a, s3: {key: x}, ‹http›: {url: z}}]}\n  container: {image: busybox}" },
    };

    [Theory]
    [MemberData(nameof(Specs))]
    public void A_breach_is_reported_once_at_its_place(string rule, string says, string spec) =>
        Assert.Contains(says, Marked.Reports(rule, Marked.Workflow(spec)).Message);

    [Theory]
    [InlineData("ARGO210", "more than 63", "kind: Workflow\nmetadata: {name: ‹aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg›}\nspec: {entrypoint: m, templates: [{name: m, suspend: {}}]}\n")]
    [InlineData("ARGO213", "entrypoint is required", "kind: Workflow\nmetadata: {name: a}\nspec: ‹{templates: [{name: m, suspend: {}}]}›\n")]
    [InlineData("ARGO211", "invalid field", "kind: Workflow\nmetadata: {name: a}\nspec: {workflowTemplateRef: {name: t}, templates: ‹[{name: m, suspend: {}}]›}\n---\nkind: WorkflowTemplate\nmetadata: {name: t}\nspec: {entrypoint: m, templates: [{name: m, suspend: {}}]}\n")]
    [InlineData("ARGO207", "another WorkflowTemplate", "kind: WorkflowTemplate\nmetadata: {name: t}\nspec: {templates: [{name: m, suspend: {}}]}\n---\nkind: WorkflowTemplate\nmetadata: {name: ‹t›}\nspec: {templates: [{name: m, suspend: {}}]}\n")]
    [InlineData("ARGO202", "stands twice", "kind: Workflow\nmetadata: {name: a}\nspec: {entrypoint: m, ‹entrypoint›: m, templates: [{name: m, suspend: {}}]}\n")]
    [InlineData("ARGO201", "did you mean Workflow", "apiVersion: argoproj.io/v1alpha1\nkind: ‹WorkFlow›\n")]
    [InlineData("ARGO357", "no name for an object", "kind: Workflow\nmetadata: {name: ‹A_b›}\nspec: {entrypoint: m, templates: [{name: m, suspend: {}}]}\n")]
    public void An_objects_breach_is_reported_once_at_its_place(string rule, string says, string yaml) => Assert.Contains(says, Marked.Reports(rule, yaml).Message);

    [Fact]
    public void What_stands_before_the_first_document_is_no_mistake() => Assert.Empty(
        LintRun.Check([ManifestReader.Read("%YAML 1.1\n# a\n---\nkind: Workflow\nmetadata: {name: a}\nspec: {entrypoint: m, templates: [{name: m, suspend: {}}]}\n", "f.yaml")], new CheckOptions()).Documents.SelectMany(d => d.Findings));

    [Fact]
    public void A_foreign_document_that_stops_argos_lint_is_named() =>
        Assert.Contains("stops at this labels", Marked.Reports("ARGO208", "kind: Kustomization\nlabels: ‹[a]›\n").Message);

    [Fact]
    public void All_breaches_of_an_object_are_reported_not_only_the_first()
    {
        var findings = Marked.Check(Marked.Workflow(
            "templates:\n- name: main\n  dag:\n    tasks:\n    - {name: a, template: nosuch}\n    - {name: b, template: x, dependencies: [c], arguments: {parameters: [{name: p, value: \"{{tasks.a.outputs.result}} {{workflow.parameters.q}}\"}]}}\n- name: x\n  container: {args: [\"{{inputs.parameters.p}}\"]}\n"));

        // Nothing is said about the outputs of a task whose template is unknown.
        Assert.Equal(["ARGO214", "ARGO301", "ARGO309", "ARGO330", "ARGO259", "ARGO330"], findings.Select(f => f.RuleId).Where(id => string.CompareOrdinal(id, "ARGO400") < 0));
    }

    [Fact]
    public void Templates_of_other_documents_and_from_elsewhere_are_followed()
    {
        const string workflow = "kind: Workflow\nmetadata: {name: a}\nspec:\n  entrypoint: m\n  templates:\n  - name: m\n    steps: [[{name: s, templateRef: {name: lib, template: echo}}]]\n";
        const string library = "kind: WorkflowTemplate\nmetadata: {name: lib}\nspec:\n  templates:\n  - name: echo\n    inputs: {parameters: [{name: text}]}\n    container: {image: busybox}\n";

        Assert.Equal("ARGO212", Assert.Single(Marked.Check(workflow)).RuleId);
        Assert.Equal("ARGO250", Assert.Single(Marked.Check(workflow + "---\n" + library)).RuleId);
        var elsewhere = ManifestReader.Read(library, "cluster").Documents[0];
        Assert.Equal("ARGO250", Assert.Single(Marked.Check(workflow, new CheckOptions { FindTemplate = r => r is { Name: "lib", IsClusterScope: false } ? elsewhere : null })).RuleId);
    }

    [Fact]
    public void What_only_the_server_or_a_run_refuses_is_an_error_when_asked()
    {
        var spec = Marked.Workflow("templates:\n- name: main\n  steps: [[{name: a, template: x, continueOn: {fail: true}}]]\n- name: x\n  container: {image: busybox}");
        Assert.Equal(FindingSeverity.Warning, Assert.Single(Marked.Check(spec)).Severity);
        Assert.Equal(FindingSeverity.Error, Assert.Single(Marked.Check(spec, new CheckOptions { StrictRuntime = true })).Severity);
        Assert.Empty(Marked.Check(spec, new CheckOptions { ArgoRulesOnly = true }));
    }

    [Fact]
    public void Every_rule_has_an_id_of_its_own_and_a_title()
    {
        var all = RuleCatalog.All;
        Assert.Equal(all.Count, all.Select(r => r.Id).Distinct().Count());
        Assert.All(all, r => Assert.Matches("^ARGO[2-5][0-9][0-9]$", r.Id));
        Assert.All(all, r => Assert.NotEmpty(r.Title));
    }
}
