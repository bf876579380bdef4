namespace Argosy.EndToEnd;

/// <summary>Mistakes typed into a sample: <c>dotnet build</c> points at them, with analyzers on and off.</summary>
public sealed class MistakeTests(PackageFeed feed)
{
    [Fact]
    public void A_string_where_an_artifact_goes()
    {
        using var project = TemporaryProject.OfSample(feed, "Teardrop");
        project.Edit("Teardrop.cs", "Whalesay(\"Bravo\", Alpha)", "Whalesay(\"Bravo\", \"Alpha\")");

        FailsAt(project, project.PlaceOf("Teardrop.cs", "\"Alpha\")"), "CS1503");
    }

    [Fact]
    public void A_deleted_template()
    {
        using var project = TemporaryProject.OfSample(feed, "Teardrop");
        var source = File.ReadAllText(project.PathOf("Teardrop.cs"));
        var start = source.IndexOf("    [Container(\"alpine:latest\"", StringComparison.Ordinal);
        var end = source.IndexOf("CreateChain();", start, StringComparison.Ordinal) + "CreateChain();".Length;
        project.Write("Teardrop.cs", source.Remove(start, end - start));

        FailsAt(project, project.PlaceOf("Teardrop.cs", "= CreateChain()", 2), "CS0103");
    }

    [Fact]
    public void Two_templates_that_depend_on_each_other()
    {
        using var project = TemporaryProject.OfSample(feed, "Ci");
        project.Edit("Ci.cs", "    private static partial Step Test(", "    [DependsOn(nameof(Notify))]\n    private static partial Step Test(");

        FailsAt(project, project.PlaceOf("Ci.cs", "Step Test(", 5), "ARGO111", text: "Test -> Notify -> Test");
    }

    [Fact]
    public void A_misspelt_input_in_a_tag()
    {
        using var project = TemporaryProject.OfSample(feed, "Ci");
        project.Edit("Ci.cs", "{{revision}}", "{{inputs.parameters.revison}}");

        FailsAt(project, project.PlaceOf("Ci.cs", "inputs.parameters.revison"), "ARGO", text: "revision");
    }

    private static void FailsAt(TemporaryProject project, string place, string code, string text = "")
    {
        foreach (var analyzers in new[] { "-p:RunAnalyzers=true", "-p:RunAnalyzers=false" })
        {
            var build = project.Build(analyzers).Fails();
            Assert.Contains(
                build.Output.Split('\n'),
                line => line.Contains(place, StringComparison.Ordinal) && line.Contains($": error {code}", StringComparison.Ordinal) && line.Contains(text, StringComparison.OrdinalIgnoreCase));
        }
    }
}
