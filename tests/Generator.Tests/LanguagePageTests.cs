using System.Text;
using System.Text.RegularExpressions;

namespace Argosy.Generator.Tests;

/// <summary>The snippets of docs/language.md compile, and the YAML under each is what they make. ARGOSY_ACCEPT_SNAPSHOTS=1 writes it.</summary>
public partial class LanguagePageTests
{
    private const string Leaves = """
            [Script("python:alpine", Command = ["python"], Source = "print('heads')")] private static partial Step<string> Flip();
            [Container("alpine", Command = ["echo"], Args = ["{{message}}"])] private static partial Step<string> Say(string message);
            [Container("alpine", Command = ["count"])] private static partial Step<int> Count(int start = 0);
            [Container("alpine", Command = ["numbers"])] private static partial Step<int[]> Numbers();
            [Container("alpine", Command = ["sum"])] private static partial Step<string> Sum(string[] values);
            [Container("alpine", Command = ["make"])] [return: Artifact("file", Path = "/out")] private static partial Step<Artifact> Make();
            [Container("alpine", Command = ["use"])] private static partial Step Use([Artifact(Path = "/in")] Artifact input);
            [Container("alpine", Command = ["clean"])] private static partial Step Clean();
        """;

    [Fact]
    public void Snippets_make_the_yaml_under_them()
    {
        var page = Path.Combine(Root(), "docs", "language.md");
        var text = File.ReadAllText(page);
        var written = Pairs().Replace(text, match =>
        {
            var template = match.Groups["template"].Value;
            return match.Value[..(match.Groups["yaml"].Index - match.Index)] + Part(Compile(match.Groups["code"].Value), template) + "```";
        });
        if (written == text) return;
        if (Environment.GetEnvironmentVariable("ARGOSY_ACCEPT_SNAPSHOTS") == "1") File.WriteAllText(page, written);
        else Assert.Equal(text, written);
    }

    private static string Compile(string code)
    {
        if (!code.Contains("partial class", StringComparison.Ordinal))
            code = "[Workflow]\npublic static partial class Sample\n{\n" + Leaves + (Regex.IsMatch(code, @"(?m)^\[") ? code : "[Dag, Entrypoint]\nprivate static void Run()\n{\n" + code + "\n}") + "\n}";
        return Compiled.From(code).Accepted();
    }

    /// <summary>One template of the manifest, or all of it.</summary>
    private static string Part(string yaml, string template)
    {
        var body = yaml[(yaml.IndexOf('\n', StringComparison.Ordinal) + 1)..];
        if (template.Length == 0) return body;
        var part = new StringBuilder();
        var inside = false;
        foreach (var line in body.Split('\n'))
        {
            if (line.StartsWith("  - name: ", StringComparison.Ordinal)) inside = line == "  - name: " + template;
            if (inside && line.Length > 2) part.Append(line.AsSpan(2)).Append('\n');
        }

        return part.ToString();
    }

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```\n+```yaml(?: (?<template>\S+))?\n(?<yaml>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Pairs();

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Generator.sln"))) return folder.FullName;
        throw new InvalidOperationException("no Generator.sln above the tests");
    }
}
