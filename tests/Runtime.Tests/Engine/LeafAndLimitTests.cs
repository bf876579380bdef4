namespace Argosy.Runtime.Tests.Operator;

public sealed class LeafAndLimitTests
{
    [Theory]
    [InlineData("templates:\n  - {name: main, suspend: {duration: \"0\"}}", "Succeeded\nw Suspend Succeeded")]
    [InlineData("templates:\n  - {name: main, suspend: {duration: 50ms}}", "Succeeded\nw Suspend Succeeded")]
    [InlineData("templates:\n  - {name: main, suspend: {duration: 2x}}", "Error: error in entry template execution: unable to parse 2x as a duration: time: unknown unit \"x\" in duration \"2x\"")]
    [InlineData("templates:\n  - {name: main, suspend: {duration: \"0\"}, outputs: {parameters: [{name: o, valueFrom: {supplied: {}, default: d}}]}}", "Succeeded\n=w.outputs.o d")]
    [InlineData("templates:\n  - {name: main, suspend: {duration: \"0\"}, outputs: {parameters: [{name: o, valueFrom: {supplied: {}}}]}}", "Error: error in entry template execution: raw output parameter 'o' has not been set and does not have a default value")]
    [InlineData("templates:\n  - {name: main, inputs: {parameters: [{name: o, default: d, value: x}]}, suspend: {duration: \"0\"}, outputs: {parameters: [{name: o, valueFrom: {supplied: {}}}]}}", "=w.outputs.o d")]
    [InlineData("arguments: {parameters: [{name: v, value: 5}]}\ntemplates:\n  - {name: main, inputs: {parameters: [{name: v}]}, suspend: {duration: \"0\"}}", "=w.inputs.v 5")]
    [InlineData("arguments: {parameters: [{name: v, value: 1e-7}]}\ntemplates:\n  - {name: main, inputs: {parameters: [{name: v}]}, suspend: {duration: \"0\"}}", "=w.inputs.v 0.0000001")]
    [InlineData("arguments: {parameters: [{name: v, value: true}]}\ntemplates:\n  - {name: main, inputs: {parameters: [{name: v}]}, suspend: {duration: \"0\"}}", "=w.inputs.v true")]
    [InlineData("templates:\n  - {name: main, inputs: {parameters: [{name: v, value: \"{{workflow.name}} {{workflow.labels.team}}\"}]}, suspend: {duration: \"0\"}}", "=w.inputs.v w red")]
    [InlineData("templates:\n  - {name: main, inputs: {parameters: [{name: a, value: x}, {name: v, value: \"{{inputs.parameters.a}}!\"}]}, suspend: {duration: \"0\"}}", "=w.inputs.v x!")]
    [InlineData("templates:\n  - {name: main, inputs: {parameters: [{name: v, value: \"{{=2 * 3}}\"}]}, suspend: {duration: \"0\"}}", "=w.inputs.v 6")]
    [InlineData("templates:\n  - {name: main, inputs: {parameters: [{name: v, value: \"{{nope}}\"}]}, suspend: {duration: \"0\"}}", "=w.inputs.v {{nope}}")]
    [InlineData("templates:\n  - {name: main, inputs: {parameters: [{name: v, value: \"{{node.name}}\"}]}, suspend: {duration: \"0\"}}", "=w.inputs.v w")]
    [InlineData("templates:\n  - {name: main, inputs: {parameters: [{name: v, valueFrom: {configMapKeyRef: {name: cm, key: k}}}]}, suspend: {duration: \"0\"}}", "=w.inputs.v from-map")]
    [InlineData("templates:\n  - {name: main, inputs: {parameters: [{name: v, valueFrom: {configMapKeyRef: {name: cm, key: q}, default: d}}]}, suspend: {duration: \"0\"}}", "=w.inputs.v d")]
    [InlineData("templates:\n  - {name: main, inputs: {parameters: [{name: v, valueFrom: {configMapKeyRef: {name: cm, key: q}}}]}, suspend: {duration: \"0\"}}", "Error: error in entry template execution: unable to retrieve inputs.parameters.v from ConfigMap: ConfigMap 'cm' does not have the key 'q'")]
    [InlineData("arguments: {parameters: [{name: v, valueFrom: {configMapKeyRef: {name: gone, key: k}}}]}\ntemplates:\n  - {name: main, suspend: {duration: \"0\"}}", "Failed: failed to set global parameters: failed to set global parameter v from configmap with name gone and key k: ConfigMap 'gone' does not exist. Please make sure it has the label workflows.argoproj.io/configmap-type: Parameter to be detectable by the controller")]
    [InlineData("templates:\n  - {name: main, container: {image: stub, command: [fail, \"64\"]}}", "Failed: main: Error (exit code 64)")]
    [InlineData("templates:\n  - {name: main, plugin: {x: {}}}", "w Plugin Error: create agent pod failed with reason:\"workflow-level executor plugins are disabled in the controller. To enable them, set the environment variable ARGO_WORKFLOW_LEVEL_EXECUTOR_PLUGINS=true\"")]
    [InlineData("templates:\n  - {name: main}", "Error: error in entry template execution: template 'main' type is unknown")]
    [InlineData("workflowTemplateRef: {name: gone}", "Error: workflowtemplates.argoproj.io \"gone\" not found")]
    [InlineData("templates:\n  - name: main\n    steps: [[{name: a, templateRef: {name: lib, template: t}}]]", "Succeeded\nw[0].a Pod Succeeded")]
    [InlineData("templates:\n  - name: main\n    steps: [[{name: a, templateRef: {name: lib, template: nope}}]]", "w[0].a Skipped Error: template nope not found in workflow template lib")]
    [InlineData("templates:\n  - name: main\n    steps: [[{name: a, templateRef: {name: gone, template: t}}]]", "w[0].a Skipped Error: workflow template gone not found")]
    [InlineData("templates:\n  - name: main\n    steps: [[{name: a, templateRef: {name: lib, template: two}}]]", "w[0].a Steps Succeeded\nw[0].a[0].x Pod Succeeded")]
    [InlineData("templateDefaults: {retryStrategy: {limit: 1}}\ntemplates:\n  - {name: main, container: {image: stub, command: [fail, \"1\"]}}", "w Retry Failed: No more retries left")]
    [InlineData("templates:\n  - {name: main, timeout: 1s, container: {image: stub, command: [ok]}}", "Error: error in entry template execution: w exceeded its deadline\nw Pod Error: w exceeded its deadline")]
    [InlineData("templates:\n  - {name: main, timeout: soon, container: {image: stub, command: [ok]}}", "Error: error in entry template execution: invalid timeout format unable to parse soon as a duration: time: invalid duration \"soon\"")]
    [InlineData("synchronization: {mutexes: [{name: m}]}\ntemplates:\n  - {name: main, container: {image: stub, command: [ok]}}", "Succeeded")]
    [InlineData("synchronization: {mutexes: [{name: m}, {name: m}]}\ntemplates:\n  - {name: main, container: {image: stub, command: [ok]}}", "Failed: Failed to acquire the synchronization lock. requested configuration is invalid: duplicate synchronization item found")]
    [InlineData("synchronization: {semaphores: [{configMapKeyRef: {name: cm, key: q}}]}\ntemplates:\n  - {name: main, container: {image: stub, command: [ok]}}", "Failed: Failed to acquire the synchronization lock. failed to initialize semaphore default/ConfigMap/cm/q with limit")]
    [InlineData("templates:\n  - {name: main, synchronization: {semaphores: [{configMapKeyRef: {name: cm, key: two}}]}, container: {image: stub, command: [ok]}}", "Succeeded\nw Pod Succeeded")]
    [InlineData("templates:\n  - {name: lock, synchronization: {mutexes: [{name: m}]}, container: {image: stub, command: [ok]}}\n  - {name: main, steps: [[{name: a, template: lock, withItems: [1, 2, 3]}]]}", "Succeeded\nw[0].a(2:3) Pod Succeeded")]
    [InlineData("templates:\n  - {name: in, synchronization: {mutexes: [{name: m}]}, container: {image: stub, command: [ok]}}\n  - {name: main, synchronization: {mutexes: [{name: m}]}, steps: [[{name: a, template: in}]]}", "w[0].a Pod Pending: Waiting for default/Mutex/m lock. Lock status: 0/1")]
    [InlineData("parallelism: 1\ntemplates:\n  - {name: main, steps: [[{name: a, template: ok, withItems: [1, 2, 3]}]]}", "Succeeded\nw[0].a(2:3) Pod Succeeded")]
    [InlineData("templates:\n  - {name: main, parallelism: 1, steps: [[{name: a, template: ok, withItems: [1, 2, 3]}]]}", "Succeeded\nw[0].a(2:3) Pod Succeeded")]
    [InlineData("templates:\n  - {name: main, parallelism: 1, failFast: true, steps: [[{name: a, template: fail, withItems: [1, 2, 3]}]]}", "Failed: template has failed or errored children and failFast enabled\n- w[0].a(1:2)\nw[0] StepGroup Failed: template has failed or errored children and failFast enabled")]
    [InlineData("templates:\n  - {name: m, memoize: {key: k, cache: {configMap: {name: c}}}, container: {image: stub, command: [ok]}, outputs: {parameters: [{name: p, valueFrom: {path: /p}}]}}\n  - {name: main, steps: [[{name: a, template: m}], [{name: b, template: m}]]}", "=w[1].b.outputs.p p\nw[1].b Pod Succeeded")]
    [InlineData("templates:\n  - {name: main, memoize: {key: \"k k\", cache: {configMap: {name: c}}}, container: {image: stub, command: [ok]}}", "Error: error in entry template execution: invalid cache key: k k")]
    [InlineData("templates:\n  - {name: main, memoize: {key: k, maxAge: 1x, cache: {configMap: {name: c}}}, container: {image: stub, command: [ok]}}", "Error: error in entry template execution: invalid maxAge: time: unknown unit \"x\" in duration \"1x\"")]
    [InlineData("templates:\n  - {name: d, daemon: true, container: {image: stub, command: [hang]}}\n  - {name: main, steps: [[{name: a, template: d}], [{name: b, template: take, arguments: {parameters: [{name: v, value: \"{{steps.a.ip}}\"}]}}]]}", "Succeeded\nw[0].a Pod Succeeded\n=w[1].b.inputs.v 10.0.0.9")]
    [InlineData("templates:\n  - {name: d, daemon: true, container: {image: stub, command: [ok]}}\n  - {name: main, steps: [[{name: a, template: d}]]}", "w[0].a Pod Failed")]
    [InlineData("templates:\n  - {name: main, steps: [[{name: a, template: main}]]}", "- w[0].a[0].b")]
    public Task Leaves_and_limits_behave(string spec, string expected) => EngineCase.CheckAsync(spec, expected, Helpers);

    private const string Helpers = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: cm, labels: {workflows.argoproj.io/configmap-type: Parameter}}
        data: {k: from-map, two: "2"}
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: WorkflowTemplate
        metadata: {name: lib}
        spec:
          templates:
            - {name: t, container: {image: stub, command: [ok]}}
            - {name: two, steps: [[{name: x, template: t}]]}
        """;
}
