using System.Text.Json.Nodes;
using Argosy.Engine;
using Argosy.Yaml;

namespace Argosy.Runtime.Tests.Operator;

/// <summary>
/// Runs one small workflow named <c>w</c> on stub pods and compares lines of what it came to with what is said:
/// <c>PHASE[: MESSAGE]</c> first, for the workflow, then <c>NODE TYPE PHASE[: MESSAGE]</c>; a line that begins with <c>-</c> names a node that must not be,
/// one with <c>=</c> a value: <c>=NODE.inputs.P VALUE</c>, <c>=NODE.outputs.P VALUE</c>, <c>=NODE.result VALUE</c>, <c>=global.P VALUE</c>, <c>=NODE.children A B</c>.
/// </summary>
internal static class EngineCase
{
    private const string Leaves = """
            - {name: ok, container: {image: stub, command: [ok]}}
            - {name: fail, container: {image: stub, command: [fail, "1"]}}
            - {name: err, container: {image: stub, command: [error]}}
            - {name: take, inputs: {parameters: [{name: v}]}, suspend: {duration: "0"}}
            - {name: take-or, inputs: {parameters: [{name: v, default: none}]}, suspend: {duration: "0"}}
            - {name: give, container: {image: stub, command: [ok]}, outputs: {parameters: [{name: p, valueFrom: {path: /p}}]}}
            - {name: say, inputs: {parameters: [{name: t, default: hello}]}, container: {image: stub, command: [print, "{{inputs.parameters.t}}"]}}
        """;

    public static async Task CheckAsync(string spec, string expected, string helpers = "")
    {
        var result = await RunAsync(spec, helpers);
        var lines = Lines(result);
        var problems = new List<string>();
        foreach (var line in expected.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '-' ? lines.Any(l => l.StartsWith(line[1..].Trim() + " ", StringComparison.Ordinal)) : !lines.Contains(line))
                problems.Add(line);
        }

        Assert.True(problems.Count == 0, $"not so:\n{string.Join("\n", problems)}\n\nbut:\n{string.Join("\n", lines)}");
    }

    public static async Task<JsonObject> RunAsync(string spec, string helpers = "", Action<RunHost>? started = null)
    {
        var services = new EngineServices { Pods = new StubPods(), Validate = _ => null };
        foreach (var document in ManifestReader.Read(helpers, "helpers.yaml").Documents)
            services.TryAdd(NodeJson.ToJson(document.Root));
        var text = $"apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {{name: w, labels: {{team: red}}}}\nspec:\n  entrypoint: main\n{Indent(spec, 2)}\n{(spec.Contains("templates:", StringComparison.Ordinal) ? Leaves.TrimEnd() : "  templates:\n" + Leaves)}\n";
        var file = ManifestReader.Read(text, "w.yaml");
        Assert.True(file.Problems.Count == 0, string.Join("\n", file.Problems.Select(p => p.ToString())) + "\n" + text);
        var engine = new WorkflowEngine(services);
        var host = engine.Create(NodeJson.ToJson(file.Documents[0].Root));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        started?.Invoke(host);
        return await engine.RunAsync(host, limit.Token);
    }

    private static string Indent(string text, int by) => string.Join("\n", text.Split('\n').Select(l => new string(' ', by) + l));

    private static List<string> Lines(JsonObject workflow)
    {
        var lines = new List<string>();
        var status = workflow.Object("status")!;
        lines.Add(WithMessage(status.Text("phase") ?? "", status));
        foreach (var output in status.Object("outputs").Items("parameters"))
            lines.Add($"=global.{output.Text("name")} {output.Text("value")}");
        var nodes = status.Object("nodes") ?? [];
        foreach (var (_, value) in nodes)
        {
            var node = (JsonObject)value!;
            var name = node.Text("name");
            lines.Add(WithMessage($"{name} {node.Text("type")} {node.Text("phase")}", node));
            foreach (var input in node.Object("inputs").Items("parameters"))
                lines.Add($"={name}.inputs.{input.Text("name")} {input.Text("value")}");
            foreach (var output in node.Object("outputs").Items("parameters"))
                lines.Add($"={name}.outputs.{output.Text("name")} {output.Text("value")}");
            if (node.Object("outputs").Text("result") is { } result)
                lines.Add($"={name}.result {result}");
            if (node.List("children") is { Count: > 0 } children)
                lines.Add($"={name}.children {string.Join(" ", children.Select(c => nodes.Object(c!.GetValue<string>()).Text("name")).Order(StringComparer.Ordinal))}");
            if (node.Object("nodeFlag") is { } flag)
                lines.Add($"={name}.flag {string.Join(" ", flag.Select(f => f.Key))}".TrimEnd());
            lines.Add($"={name}.displayName {node.Text("displayName")}");
        }

        return lines;
    }

    private static string WithMessage(string text, JsonObject o) => o.Text("message") is { Length: > 0 } message ? $"{text}: {message.ReplaceLineEndings(" / ")}" : text;
}
