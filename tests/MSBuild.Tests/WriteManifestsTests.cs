namespace Argosy.MSBuild.Tests;

public sealed class WriteManifestsTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Writes_each_manifest_and_lists_them_in_a_stable_order()
    {
        _workspace.Compile(Workspace.Carrier("b.yaml", "kind: B\n"), Workspace.Carrier("a.yaml", "kind: A # é\n"), "private const string Unrelated = \"x\";");

        Assert.True(_workspace.Write().Success);

        Assert.Equal(["a.yaml", "b.yaml"], _workspace.Files());
        Assert.Equal("kind: A # é\n"u8.ToArray(), File.ReadAllBytes(Path.Combine(_workspace.Output, "a.yaml")));
        Assert.Equal(["a.yaml", "b.yaml"], File.ReadAllLines(_workspace.State).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_with_the_same_text_keeps_its_time()
    {
        _workspace.Compile(Workspace.Carrier("a.yaml", "kind: A\n"));
        _workspace.Write();
        var path = Path.Combine(_workspace.Output, "a.yaml");
        var before = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, before);

        Assert.True(_workspace.Write().Success);

        Assert.Equal(before, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void The_file_of_a_renamed_workflow_is_removed_and_files_of_others_are_not()
    {
        _workspace.Compile(Workspace.Carrier("old.yaml", "kind: A\n"));
        _workspace.Write();
        File.WriteAllText(Path.Combine(_workspace.Output, "mine.yaml"), "by hand");
        _workspace.Compile(Workspace.Carrier("new.yaml", "kind: A\n"));

        Assert.True(_workspace.Write().Success);

        Assert.Equal(["mine.yaml", "new.yaml"], _workspace.Files());
    }

    [Fact]
    public void Two_workflows_with_one_file_are_an_error_that_names_both()
    {
        _workspace.Compile(Workspace.Carrier("a.yaml", "kind: A\n", "/src/A.cs", 3), Workspace.Carrier("A.yaml", "kind: B\n", "/src/B.cs", 4));

        var (success, engine) = _workspace.Write();

        Assert.False(success);
        Assert.Equal(["/src/A.cs(3): error ARGO902: two workflows write 'a.yaml'; the other is declared at /src/B.cs(4); give one of them another Name, or an Alias"], engine.Errors);
        Assert.Empty(_workspace.Files());
    }

    [Fact]
    public void A_rejected_workflow_fails_with_the_errors_that_it_carries()
    {
        _workspace.Compile(
            Workspace.Rejected("a.yaml", "/src/Program.cs(9,13): error ARGO101: there is a cycle: a -> b -> a\n/src/Other (2).cs(4,1): error ARGO102: say {0} or {{x}}"),
            Workspace.Carrier("b.yaml", "kind: B\n"));

        var (success, engine) = _workspace.Write();

        Assert.False(success);
        Assert.Equal(
            ["/src/Program.cs(9,13): error ARGO101: there is a cycle: a -> b -> a", "/src/Other (2).cs(4,1): error ARGO102: say {0} or {{x}}"],
            engine.Errors);
        Assert.Empty(_workspace.Files());
    }

    [Fact]
    public void A_rejected_workflow_without_errors_fails_at_its_declaration()
    {
        _workspace.Compile(Workspace.Rejected("a.yaml", null));

        var (success, engine) = _workspace.Write();

        Assert.False(success);
        Assert.StartsWith("/src/Program.cs(6,5): error ARGO900: this workflow has errors", Assert.Single(engine.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../a.yaml")]
    [InlineData("a/b.yaml")]
    [InlineData("a:b.yaml")]
    [InlineData("..")]
    [InlineData("")]
    public void A_name_that_is_no_file_name_is_an_error(string fileName)
    {
        _workspace.Compile(Workspace.Carrier(fileName, "kind: A\n"));

        var (success, engine) = _workspace.Write();

        Assert.False(success);
        Assert.Contains("error ARGO901:", Assert.Single(engine.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_without_manifests_is_fine()
    {
        _workspace.Compile("private const int X = 1;");

        Assert.True(_workspace.Write().Success);

        Assert.Empty(_workspace.Files());
        Assert.True(File.Exists(_workspace.State));
    }
}
