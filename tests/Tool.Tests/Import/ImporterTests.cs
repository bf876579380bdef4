using Argosy.Tests;
using Argosy.Tool.Import;
using Argosy.Yaml;

namespace Argosy.Tool.Tests.Import;

/// <summary>Each construct of Argo as the C# that the import writes, which compiles and comes back with the same meaning.</summary>
public class ImporterTests
{
    private const string Say = """
          - name: say
            inputs: {parameters: [{name: text}]}
            container: {image: busybox, command: [echo, "{{inputs.parameters.text}}"]}
        """;

    private static readonly Dictionary<string, string> Constructs = new(StringComparer.Ordinal)
    {
        ["Leaf"] = Workflow("""
              - name: main
                script: {image: python, command: [python], source: "print(1)\nprint(2)\n", env: [{name: A, value: b}, {name: S, valueFrom: {secretKeyRef: {name: s, key: k}}}]}
                retryStrategy: {limit: 2, backoff: {duration: 10s, factor: 2}}
                activeDeadlineSeconds: 60
                metadata: {labels: {team: data}}
            """),
        ["Inputs_and_outputs"] = Workflow("""
              - name: main
                inputs:
                  parameters: [{name: log-level, value: info, enum: [info, debug]}]
                  artifacts: [{name: source, path: /src, git: {repo: "https://example.com/r.git", depth: 1}}]
                outputs:
                  parameters: [{name: version, valueFrom: {path: /version, default: none}}]
                  artifacts: [{name: binary, path: /out, archive: {none: {}}, s3: {key: out.bin}}]
                container: {image: golang, args: ["{{inputs.parameters.log-level}}"]}
            """),
        ["Data_edges_and_order"] = Workflow("""
              - name: main
                dag:
                  tasks:
                  - {name: last, template: say, depends: first && second, arguments: {parameters: [{name: text, value: "{{tasks.second.outputs.result}}"}]}}
                  - {name: first, template: say, arguments: {parameters: [{name: text, value: a}]}}
                  - {name: second, template: say, depends: first.Succeeded || first.Failed, arguments: {parameters: [{name: text, value: b}]}}
              SAY
            """),
        ["Groups_of_steps"] = Workflow("""
              - name: main
                steps:
                - [{name: one, template: say, arguments: {parameters: [{name: text, value: a}]}}, {name: two, template: say, arguments: {parameters: [{name: text, value: b}]}}]
                - [{name: three, template: say, arguments: {parameters: [{name: text, value: "{{steps.one.outputs.result}} {{steps.two.outputs.result}}"}]}}]
              SAY
            """),
        ["Loops"] = Workflow("""
              - name: main
                inputs: {parameters: [{name: list}]}
                dag:
                  tasks:
                  - {name: constants, template: say, withItems: [a, b], arguments: {parameters: [{name: text, value: "{{item}}"}]}}
                  - {name: objects, template: say, withItems: [{k: a, count: 1}], arguments: {parameters: [{name: text, value: "{{item.k}}-{{item.count}}"}]}}
                  - {name: list, template: say, withParam: "{{inputs.parameters.list}}", arguments: {parameters: [{name: text, value: "{{item}}"}]}}
                  - {name: numbers, template: say, withSequence: {count: "3"}, arguments: {parameters: [{name: text, value: "{{item}}"}]}}
                  - {name: after, template: say, depends: constants, arguments: {parameters: [{name: text, value: done}]}}
              SAY
            """, "arguments: {parameters: [{name: list, value: '[1]'}]}"),
        ["Conditions_and_handlers"] = Workflow("""
              - name: main
                steps:
                - [{name: flip, template: say, arguments: {parameters: [{name: text, value: heads}]}}]
                - [{name: only-heads, template: say, when: "{{steps.flip.outputs.result}} == heads", continueOn: {failed: true}, arguments: {parameters: [{name: text, value: yes it was}]}, hooks: {exit: {template: bye}}}]
              - name: bye
                steps:
                - [{name: say, template: say, when: "{{workflow.status}} != Succeeded", arguments: {parameters: [{name: text, value: bad}]}}]
              SAY
            """, "onExit: bye, hooks: {running: {template: bye, expression: workflow.status == \"Running\"}}"),
        ["Outputs_of_a_graph"] = Workflow("""
              - name: main
                steps:
                - [{name: a, template: say, arguments: {parameters: [{name: text, value: a}]}}]
                outputs:
                  parameters:
                  - {name: plain, valueFrom: {parameter: "{{steps.a.outputs.result}}"}}
                  - {name: worked-out, valueFrom: {expression: "steps.a.outputs.result == 'a' ? 1 : 2"}}
              SAY
            """),
        ["Pods"] = Workflow("""
              - name: main
                container: {image: busybox, volumeMounts: [{name: w, mountPath: /w}], readinessProbe: {httpGet: {path: /, port: 80}, initialDelaySeconds: 2}, resources: {limits: {memory: 1Gi}}}
                sidecars: [{name: db, image: db, env: [{name: A, value: b}]}]
                initContainers: [{name: init, image: busybox, mirrorVolumeMounts: true}]
                metrics: {prometheus: [{name: m, help: h, labels: [{key: k, value: v}], counter: {value: "1"}}]}
            """, "volumeClaimTemplates: [{metadata: {name: w}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}], podDisruptionBudget: {minAvailable: '1'}"),
        ["What_attributes_do_not_say"] = Workflow("""
              - name: main
                container: {image: busybox, lifecycle: {preStop: {exec: {command: [stop]}}}}
                affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: k, operator: Exists}]}]}}}
            """, "dnsConfig: {nameservers: [1.1.1.1]}"),
        ["Cron"] = """
            # Every night.
            apiVersion: argoproj.io/v1alpha1
            kind: CronWorkflow
            metadata: {name: nightly}
            spec:
              schedules: ["0 3 * * *", "0 4 * * *"]
              concurrencyPolicy: Forbid
              workflowSpec:
                entrypoint: clean
                templates:
                # Removes what is old.
                - name: clean
                  container: {image: busybox, command: [clean]}

            """,
        ["Templates_of_another_object"] = """
            apiVersion: argoproj.io/v1alpha1
            kind: WorkflowTemplate
            metadata: {name: tools}
            spec:
              templates:
              - name: say
                inputs: {parameters: [{name: text}]}
                container: {image: busybox, command: [echo, "{{inputs.parameters.text}}"]}
            ---
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: uses-}
            spec:
              entrypoint: main
              templates:
              - name: main
                dag:
                  tasks:
                  - {name: known, templateRef: {name: tools, template: say}, arguments: {parameters: [{name: text, value: a}]}}
                  - {name: unknown, depends: known, templateRef: {name: elsewhere, template: work, clusterScope: true}, arguments: {parameters: [{name: x, value: "1"}]}}

            """,
        ["Arguments_that_no_entry_takes"] = """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {generateName: given-}
            spec:
              workflowTemplateRef: {name: stored}
              arguments: {parameters: [{name: a, value: "1"}, {name: b, valueFrom: {configMapKeyRef: {name: c, key: k}}}]}

            """,
    };

    public static TheoryData<string> Names => [.. Constructs.Keys];

    private static string Workflow(string templates, string? more = null) =>
        $"apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {{generateName: sample-}}\nspec:\n  entrypoint: main\n{(more is null ? "" : string.Concat(Fields(more)))}  templates:\n{templates.Replace("  SAY", Say, StringComparison.Ordinal)}\n";

    // Fields in flow style, one a line.
    private static IEnumerable<string> Fields(string more) =>
        ((Manifests.Tree.MapNode)ManifestReader.Read("{" + more + "}", null).Documents.Single().Root).Entries.Select(e => $"  {e.Key}: {Argosy.Yaml.NodeJson.ToJson(e.Value)!.ToJsonString()}\n");

    [Theory]
    [MemberData(nameof(Names))]
    public void A_construct_becomes(string construct)
    {
        var file = ManifestReader.Read(Constructs[construct], "sample.yaml");
        var import = Importer.Import([("sample", file)], "Sample");
        Assert.Empty(import.Problems);
        var compiled = CompiledImport.From(import.Files, TestContext.Current.CancellationToken);
        Assert.Empty(compiled.Errors(TestContext.Current.CancellationToken).SelectMany(e => e));
        Assert.Equal(
            file.Documents.Select(d => Meaning.Of(d.Root)).Order(StringComparer.Ordinal),
            compiled.Manifests().SelectMany(m => m).Select(m => Meaning.Of(m)).Order(StringComparer.Ordinal));
        Snapshot.Matches(string.Concat(import.Files.Select(f => f.Text)), "txt", construct);
    }

    [Fact]
    public void What_cannot_be_said_is_a_problem_with_its_place()
    {
        var file = ManifestReader.Read("kind: Workflow\nmetadata: {name: a, name: b}\nspec: {entrypoint: x, fleece: 1, templates: [{name: x, container: {image: i}}]}\n", "odd.yaml");
        Assert.Equal(
            ["odd.yaml:2:12: 'name' is there more than once: the last one counts", "odd.yaml:3:31: Argo has no field 'fleece' here"],
            Importer.Import([("odd", file)], "Odd").Problems);
    }

    [Fact]
    public void Files_with_objects_of_one_name_have_namespaces_and_file_names_of_their_own()
    {
        var text = "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {generateName: same-}\nspec: {entrypoint: x, templates: [{name: x, container: {image: i}}]}\n---\nkind: ConfigMap\nmetadata: {name: c}\n";
        var import = Importer.Import([("a", ManifestReader.Read(text, "a.yaml")), ("b", ManifestReader.Read(text, "b.yaml"))], "Root");
        Assert.Contains("namespace Root.B;", import.Files.Single(f => f.Path == "B.cs").Text, StringComparison.Ordinal);
        Assert.Contains("Alias = \"bsame\"", import.Files.Single(f => f.Path == "B.cs").Text.Replace("b-same", "bsame", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(2, import.Kept);
    }
}
