namespace Argosy.EndToEnd;

/// <summary>What <c>dotnet build</c> leaves on disk.</summary>
public sealed class BuildTests(PackageFeed feed)
{
    [Fact]
    public void Writes_the_manifest_and_a_second_build_rewrites_nothing()
    {
        using var project = HelloProject();

        project.Build().Succeeds();
        var written = Times(project);
        Assert.Equal(["hello.yaml"], project.ManifestNames());
        Assert.Contains("generateName: hello-", project.Manifest("hello.yaml"), StringComparison.Ordinal);

        var second = project.Build("-v", "detailed").Succeeds();
        Assert.Equal(written, Times(project));
        Assert.Contains("Skipping target \"ArgosyWriteManifests\"", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edited_comment_changes_no_manifest()
    {
        using var project = HelloProject();
        project.Build().Succeeds();
        var written = Times(project);

        project.Edit("Hello.cs", "// a comment", "// another comment,\n        // of two lines");
        project.Build().Succeeds();

        Assert.Equal(written, Times(project));
    }

    [Fact]
    public void A_renamed_workflow_takes_its_old_file_along_and_a_deleted_file_comes_back()
    {
        using var project = HelloProject();
        project.Build().Succeeds();

        File.Delete(Path.Combine(project.Manifests, "hello.yaml"));
        project.Build().Succeeds();
        Assert.Equal(["hello.yaml"], project.ManifestNames());

        project.Edit("Hello.cs", "class Hello", "class Goodbye");
        project.Edit("Hello.cs", "GenerateName = \"hello-\"", "GenerateName = \"goodbye-\"");
        project.Build().Succeeds();
        Assert.Equal(["goodbye.yaml"], project.ManifestNames());
    }

    [Fact]
    public void Clean_removes_the_manifests_and_publish_carries_them()
    {
        using var project = HelloProject();

        project.Dotnet("publish", "-o", "out", "-c", "Debug").Succeeds();
        Assert.True(File.Exists(project.PathOf("out/manifests/hello.yaml")));

        project.Dotnet("clean", "-c", "Debug").Succeeds();
        Assert.Empty(project.ManifestNames());
    }

    [Fact]
    public void Each_target_framework_has_its_manifests()
    {
        using var project = new TemporaryProject(
            feed, frameworks: "<TargetFrameworks>net8.0;net10.0</TargetFrameworks>", properties: "<ArgosyManifestsDirectory>manifests</ArgosyManifestsDirectory>");
        AddHello(project);

        project.Build("-m").Succeeds();

        Assert.True(File.Exists(project.PathOf("bin/Debug/net8.0/manifests/hello.yaml")));
        Assert.True(File.Exists(project.PathOf("bin/Debug/net10.0/manifests/hello.yaml")));
        Assert.Equal(File.ReadAllText(project.PathOf("bin/Debug/net8.0/manifests/hello.yaml")), File.ReadAllText(project.PathOf("manifests/hello.yaml")));
    }

    [Fact]
    public void A_stale_copy_in_the_source_tree_fails_the_verifying_build()
    {
        using var project = new TemporaryProject(feed, properties: "<ArgosyManifestsDirectory>manifests</ArgosyManifestsDirectory>");
        AddHello(project);
        project.Build().Succeeds();
        project.Build("-p:ArgosyVerifyManifests=true").Succeeds();

        project.Edit("Hello.cs", "Args = [\"hello ", "Args = [\"good day ");
        var verified = project.Build("-p:ArgosyVerifyManifests=true").Fails();
        Assert.Matches(@"manifests/hello\.yaml\(\d+,1\): error ARGO903: ", verified.Output);
        Assert.DoesNotContain("good day", File.ReadAllText(project.PathOf("manifests/hello.yaml")), StringComparison.Ordinal);

        project.Build().Succeeds();
        project.Build("-p:ArgosyVerifyManifests=true").Succeeds();
        Assert.Contains("good day", File.ReadAllText(project.PathOf("manifests/hello.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_design_time_build_writes_nothing()
    {
        using var project = HelloProject();
        project.Dotnet("restore").Succeeds();

        project.Dotnet("msbuild", "-t:Compile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true").Succeeds();

        Assert.Empty(project.ManifestNames());
    }

    [Fact]
    public void A_changed_graph_does_not_rebuild_the_projects_that_reference_it()
    {
        using var project = new TemporaryProject(feed, items: "<Compile Remove=\"Caller/**\" />");
        AddHello(project);
        project.Write("Caller/Caller.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><ProjectReference Include="../App.csproj" /></ItemGroup>
            </Project>
            """);
        project.Write("Caller/Caller.cs", "public static class Caller { public static string Name => typeof(Hello).Name; }");
        project.Build("Caller/Caller.csproj").Succeeds();

        project.Edit("Hello.cs", "Args = [\"hello ", "Args = [\"good day ");
        var second = project.Build("Caller/Caller.csproj", "-v", "detailed").Succeeds();

        Assert.Contains("good day", project.Manifest("hello.yaml"), StringComparison.Ordinal);
        Assert.Single(second.Output.Split('\n'), line => line.Contains("Skipping target \"CoreCompile\"", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_sources_in_two_folders_make_the_same_assembly()
    {
        using var one = HelloProject();
        using var two = HelloProject();
        foreach (var project in new[] { one, two }) project.Build("-p:ContinuousIntegrationBuild=true", $"-p:PathMap={project.Folder}=/_").Succeeds();

        Assert.Equal(File.ReadAllBytes(one.PathOf("obj/Debug/net10.0/App.dll")), File.ReadAllBytes(two.PathOf("obj/Debug/net10.0/App.dll")));
    }

    private TemporaryProject HelloProject()
    {
        var project = new TemporaryProject(feed);
        AddHello(project);
        return project;
    }

    private static void AddHello(TemporaryProject project)
    {
        project.Write("Program.cs", Projects.Program);
        project.Write("Hello.cs", Projects.Hello);
    }

    private static Dictionary<string, DateTime> Times(TemporaryProject project) =>
        project.ManifestNames().ToDictionary(name => name, name => File.GetLastWriteTimeUtc(Path.Combine(project.Manifests, name)));
}
