using System.Text.Json;
using Argosy.Cli;

namespace Argosy.Tool.Tests;

public sealed class LintCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lint");

    private const string Good = "kind: Workflow\nmetadata: {name: good}\nspec:\n  entrypoint: main\n  templates:\n  - name: main\n    container: {image: busybox}\n";
    private const string Bad = "kind: Workflow\nmetadata: {name: bad}\nspec:\n  entrypoint: main\n  templates:\n  - name: main\n    container: {image: busybox, args: [\"a {{inputs.parameters.x}}\"]}\n";

    public void Dispose() => _folder.Delete(true);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private async Task<(int Exit, string Out, string Error)> Run(string input, params string[] args)
    {
        using StringWriter output = new(), error = new();
        var context = new CliContext { Out = output, Error = error, In = new StringReader(input), CurrentDirectory = _folder.FullName, Environment = _ => null };
        var exit = await new CliFrame(context).RunAsync(["lint", .. args], TestContext.Current.CancellationToken);
        return (exit, output.ToString(), error.ToString());
    }

    [Fact]
    public async Task The_fault_is_shown_in_its_line()
    {
        Write("b.yaml", Bad);
        var (exit, text, _) = await Run("", "b.yaml");

        Assert.Equal(1, exit);
        Assert.Contains("b.yaml:7:43: error ARGO330: templates.main: failed to resolve {{inputs.parameters.x}}", text);
        Assert.Contains("  7 |     container: {image: busybox, args: [\"a {{inputs.parameters.x}}\"]}\n    | " + new string(' ', 42) + new string('^', 23) + "\n", text);
        Assert.EndsWith("✖ 1 error, 0 warnings in 1 document\n", text);
    }

    [Fact]
    public async Task Folders_are_walked_and_json_has_a_line_for_each_document()
    {
        Write("x/good.yaml", Good + "---\nkind: ConfigMap\n");
        Write("x/y/bad.yml", Bad);
        Write("x/broken.json", "{\"kind\": ");
        Write("x/notes.txt", "no manifest");
        var (exit, text, _) = await Run("", "x", "-o", "json");

        var lines = text.TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(1, exit);
        Assert.Equal(["x/broken.json", "x/good.yaml", "x/good.yaml", "x/y/bad.yml"], lines.Select(l => l.GetProperty("file").GetString()));
        Assert.Equal([false, true, true, false], lines.Select(l => l.GetProperty("valid").GetBoolean()));
        var error = Assert.Single(lines[3].GetProperty("errors").EnumerateArray());
        Assert.Equal(("ARGO330", "spec.templates[0].container.args[0]", 7, 43),
            (error.GetProperty("id").GetString(), error.GetProperty("path").GetString(), error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32()));
    }

    [Fact]
    public async Task Standard_input_is_read()
    {
        var (exit, text, _) = await Run(Good, "-");
        Assert.Equal((0, "✔ no linting errors found!\n"), (exit, text));
    }

    [Fact]
    public async Task With_argo_the_words_and_the_exit_code_are_its_own()
    {
        Write("good.yaml", Good);
        Write("bad.yaml", Bad);
        Assert.Equal((0, "no linting errors found!\n", ""), await Run("", "--argo", "good.yaml"));
        Assert.Equal((1, "bad.yaml: in \"bad\" (Workflow): templates.main: failed to resolve {{inputs.parameters.x}}\n", ""), await Run("", "--argo", "good.yaml", "bad.yaml"));
        Assert.Equal((1, "found nothing to lint in the specified paths, failing...\n", ""), await Run(Good, "--argo", "-"));
        Assert.Equal((1, "", "Error: lstat none.yaml: no such file or directory\n"), await Run("", "--argo", "none.yaml"));
        Assert.Equal((1, "", "Error: unknown kind: foo\n"), await Run("", "--argo", "--kinds", "foo", "good.yaml"));
    }

    [Fact]
    public async Task Nothing_to_lint_and_a_missing_file_are_told_apart_from_errors()
    {
        Write("empty.yaml", "# nothing\n");
        Assert.Equal(2, (await Run("", "empty.yaml")).Exit);
        Assert.Equal(2, (await Run("", "none.yaml")).Exit);
    }

    [Fact]
    public async Task Sarif_has_rules_results_and_regions()
    {
        Write("b.yaml", Bad);
        var (_, text, _) = await Run("", "b.yaml", "-o", "sarif");
        var run = JsonDocument.Parse(text).RootElement.GetProperty("runs")[0];

        Assert.Equal("ARGO330", run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[0].GetProperty("id").GetString());
        var result = run.GetProperty("results")[0];
        Assert.Equal("error", result.GetProperty("level").GetString());
        var location = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("b.yaml", location.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(66, location.GetProperty("region").GetProperty("endColumn").GetInt32());
    }
}
