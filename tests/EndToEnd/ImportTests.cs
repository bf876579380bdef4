namespace Argosy.EndToEnd;

/// <summary>YAML files, imported by the tool into a project, built, and back as manifests.</summary>
public sealed class ImportTests : IDisposable
{
    private const string Greetings = """
        # Greets, then says goodbye.
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata:
          generateName: greetings-
        spec:
          entrypoint: main
          arguments:
            parameters:
            - name: who
              value: world
          templates:
          - name: main
            dag:
              tasks:
              - name: hello
                template: say
                arguments:
                  parameters:
                  - name: text
                    value: hello {{workflow.parameters.who}}
              - name: goodbye
                depends: hello
                templateRef:
                  name: library
                  template: say
                arguments:
                  parameters:
                  - name: text
                    value: "after {{tasks.hello.outputs.result}}"
          - name: say
            inputs:
              parameters:
              - name: text
            container:
              image: busybox
              command: [echo, "{{inputs.parameters.text}}"]
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
        data:
          key: value

        """;

    private const string Library = """
        apiVersion: argoproj.io/v1alpha1
        kind: WorkflowTemplate
        metadata:
          name: library
        spec:
          templates:
          - name: say
            inputs:
              parameters:
              - name: text
            container:
              image: busybox
              command: [echo, "{{inputs.parameters.text}}"]

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("argosy-import-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Command Import(params string[] arguments) =>
        Command.Run("dotnet", [Path.Combine(Repository.Root, "src", "Tool", "bin", Repository.Configuration, "net10.0", "argosy.dll"), "import", .. arguments], _folder);

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "yaml"));
        File.WriteAllText(Path.Combine(_folder, "yaml", file), text);
    }

    [Fact]
    public void A_directory_becomes_a_project_that_builds_its_manifests()
    {
        Write("greetings.yaml", Greetings);
        Write("library.yaml", Library);
        // The same name in another file: both keep it in the cluster, and have files of their own here.
        Write("greetings-again.yaml", Greetings.Split("---")[0]);
        var import = Import("yaml", "-o", "App", "--reference", Repository.Root).Succeeds();
        Assert.Contains("3 objects became C#, 1 of other kinds stay YAML", import.Output, StringComparison.Ordinal);
        var text = File.ReadAllText(Path.Combine(_folder, "App", "Greetings.cs"));
        Assert.Contains("// Greets, then says goodbye.", text, StringComparison.Ordinal);
        Assert.Contains("App.Library.Library.Say($\"after {hello}\")", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Spec = nameof", text, StringComparison.Ordinal);

        var build = Command.Run("dotnet", ["build", "-c", Repository.Configuration, "-v", "q"], Path.Combine(_folder, "App")).Succeeds();
        Assert.DoesNotContain("warning", build.Output.Replace("0 Warning(s)", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var manifests = Path.Combine(_folder, "App", "bin", Repository.Configuration, "net10.0", "manifests");
        Assert.Equal(
            ["configmap-settings.yaml", "greetings-greetings.yaml", "greetings.yaml", "library.yaml"],
            Directory.GetFiles(manifests).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var manifest = File.ReadAllText(Path.Combine(manifests, "greetings.yaml"));
        Assert.Contains("generateName: greetings-", manifest, StringComparison.Ordinal);
        Assert.Contains("after {{tasks.hello.outputs.result}}", manifest, StringComparison.Ordinal);
        Assert.Contains("name: library", manifest, StringComparison.Ordinal);

        // Nothing is overwritten unasked.
        Assert.Contains("is there already", Import("yaml", "-o", "App").Fails().Text, StringComparison.Ordinal);
    }
}
