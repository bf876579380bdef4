using System.IO.Compression;
using System.Xml.Linq;

namespace Argosy.EndToEnd;

/// <summary>What is in the packages, and what a user does with them first.</summary>
public sealed class PackageTests(PackageFeed feed)
{
    [Fact]
    public void The_package_carries_library_compiler_parts_and_task_and_no_library_of_others_beside_the_compiler()
    {
        using var package = ZipFile.OpenRead(Path.Combine(feed.Folder, $"Argosy.{feed.Version}.nupkg"));
        var files = package.Entries.Select(entry => entry.FullName).Where(name => name.EndsWith(".dll", StringComparison.Ordinal) || name.StartsWith("build", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "analyzers/dotnet/cs/Argosy.CodeFixes.dll",
                "analyzers/dotnet/cs/Argosy.Generator.dll",
                "analyzers/dotnet/cs/Argosy.Manifests.dll",
                "build/Argosy.props",
                "build/Argosy.targets",
                "lib/net8.0/Argosy.Attributes.dll",
                "lib/net8.0/Argosy.Manifests.dll",
                "lib/net8.0/Argosy.Runtime.dll",
                "tasks/netstandard2.0/Argosy.MSBuild.dll",
            ],
            files);
    }

    [Fact]
    public void The_package_depends_on_what_the_runtime_references()
    {
        Assert.Equal(References("src/Runtime/Runtime.csproj"), References("src/Package/Package.csproj"));

        static IEnumerable<string> References(string project) => XDocument.Load(Path.Combine(Repository.Root, project))
            .Descendants("PackageReference").Where(reference => reference.Attribute("PrivateAssets") is null).Select(reference => reference.Attribute("Include")!.Value).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void The_testing_package_depends_on_the_package()
    {
        using var package = ZipFile.OpenRead(Path.Combine(feed.Folder, $"Argosy.Testing.{feed.Version}.nupkg"));
        using var text = package.GetEntry("Argosy.Testing.nuspec")!.Open();
        var dependencies = XDocument.Load(text).Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value);

        Assert.Equal(["Argosy"], dependencies);
    }

    [Fact]
    public void The_quick_start_of_the_readme_builds_and_draws_its_graph()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var program = readme.Split("```csharp\n", 2)[1].Split("```", 2)[0];
        using var project = new TemporaryProject(feed, "Hello");
        project.Write("Program.cs", program);

        project.Build().Succeeds();

        Assert.Equal(["hello.yaml"], project.ManifestNames());
        var manifest = project.Manifest("hello.yaml");
        Assert.Contains("value: world", manifest, StringComparison.Ordinal);
        Assert.Contains("dependencies:", manifest, StringComparison.Ordinal);
        var printed = project.Dotnet("run", "--no-build", "--", "manifests").Succeeds();
        Assert.Contains("generateName: hello-", printed.Output, StringComparison.Ordinal);
        Assert.Contains("second", project.Dotnet("run", "--no-build", "--", "graph").Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tool_installs_and_answers()
    {
        var folder = Directory.CreateTempSubdirectory("argosy-tool-").FullName;
        try
        {
            Command.Run("dotnet", ["tool", "install", "Argosy.Tool", "--tool-path", folder, "--add-source", feed.Folder, "--version", feed.Version], folder).Succeeds();
            Assert.Contains("lint", Command.Run(Path.Combine(folder, "argosy"), ["--help"], folder).Succeeds().Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
