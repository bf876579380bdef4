namespace Argosy.MSBuild.Tests;

public sealed class CopyManifestsTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Copies_then_verifies_in_silence()
    {
        Build("# Written by Argosy\nkind: A\n");

        Assert.True(_workspace.Copy(verify: false).Success);
        var (success, engine) = _workspace.Copy(verify: true);

        Assert.True(success);
        Assert.Empty(engine.Messages);
    }

    [Fact]
    public void Line_ends_of_a_checkout_are_no_difference()
    {
        Build("# Written by Argosy\nkind: A\n");
        _workspace.Copy(verify: false);
        File.WriteAllText(Path.Combine(_workspace.Copies, "a.yaml"), "# Written by Argosy\r\nkind: A\r\n");

        Assert.True(_workspace.Copy(verify: true).Success);
    }

    [Fact]
    public void A_stale_copy_fails_at_its_first_different_line_and_is_left_alone()
    {
        Build("# Written by Argosy\nkind: A\n");
        _workspace.Copy(verify: false);
        Build("# Written by Argosy\nkind: B\n");

        var (success, engine) = _workspace.Copy(verify: true);

        var copy = Path.Combine(_workspace.Copies, "a.yaml");
        Assert.False(success);
        Assert.StartsWith($"{copy}(2,1): error ARGO903: this copy is not the manifest that the sources mean", Assert.Single(engine.Errors), StringComparison.Ordinal);
        Assert.Contains("kind: A", File.ReadAllText(copy), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_copy_fails()
    {
        Build("# Written by Argosy\nkind: A\n");

        var (success, engine) = _workspace.Copy(verify: true);

        Assert.False(success);
        Assert.Contains("a.yaml: error ARGO903: there is no copy", Assert.Single(engine.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_that_no_workflow_writes_fails_or_goes_and_hand_written_files_stay()
    {
        Build("# Written by Argosy\nkind: A\n");
        Directory.CreateDirectory(_workspace.Copies);
        var old = Path.Combine(_workspace.Copies, "old.yaml");
        var mine = Path.Combine(_workspace.Copies, "mine.yaml");
        File.WriteAllText(old, "# Written by Argosy\nkind: Old\n");
        File.WriteAllText(mine, "kind: Mine\n");
        File.Copy(Path.Combine(_workspace.Output, "a.yaml"), Path.Combine(_workspace.Copies, "a.yaml"));

        var (success, engine) = _workspace.Copy(verify: true);
        Assert.False(success);
        Assert.Contains("old.yaml: error ARGO903: no workflow writes this file any more", Assert.Single(engine.Errors), StringComparison.Ordinal);

        Assert.True(_workspace.Copy(verify: false).Success);
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(mine));
    }

    private void Build(string yaml)
    {
        _workspace.Compile(Workspace.Carrier("a.yaml", yaml));
        Assert.True(_workspace.Write().Success);
    }
}
