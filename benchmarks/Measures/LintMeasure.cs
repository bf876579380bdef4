using System.Globalization;

namespace Argosy.Benchmarks.Measures;

/// <summary><c>argosy lint</c> over a folder of many files.</summary>
internal static class LintMeasure
{
    private const string Example = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata:
          generateName: diamond-
        spec:
          entrypoint: main
          arguments:
            parameters: [{name: message, value: hello}]
          templates:
          - name: main
            dag:
              tasks:
              - {name: a, template: say, arguments: {parameters: [{name: message, value: "{{workflow.parameters.message}}"}]}}
              - {name: b, template: say, depends: a, arguments: {parameters: [{name: message, value: "{{tasks.a.outputs.result}}"}]}}
              - {name: c, template: say, depends: a, when: "'{{tasks.a.outputs.result}}' != ''", arguments: {parameters: [{name: message, value: c}]}}
              - {name: d, template: say, depends: "b && (c.Succeeded || c.Skipped)", arguments: {parameters: [{name: message, value: d}]}}
          - name: say
            inputs: {parameters: [{name: message}]}
            container: {image: busybox, command: [echo], args: ["{{inputs.parameters.message}}"]}
        """;

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("argosy-bench-").FullName;
        try
        {
            double? one = null;
            foreach (var count in new[] { 1, 1_000, 10_000 })
            {
                for (var i = 0; i < count; i++) File.WriteAllText(Path.Combine(folder, i.ToString(CultureInfo.InvariantCulture) + ".yaml"), Example);
                foreach (var argo in new[] { false, true })
                {
                    var (code, peak) = (0, 0L);
                    var seconds = await Measure.SecondsAsync(async () => (code, peak) = await BuiltTool.RunAsync("dotnet", [BuiltTool.Path, "lint", folder, .. argo ? new[] { "--argo" } : []]));
                    one ??= seconds;
                    Measure.Say($"{count,6} files{(argo ? " --argo" : "")}: {seconds:0.00} s, {count / seconds:0} files/s, {seconds / one:0.0} times one file, at most {peak} MB, exit code {code}");
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
