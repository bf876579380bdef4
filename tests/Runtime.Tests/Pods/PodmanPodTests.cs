using System.Diagnostics;

namespace Argosy.Runtime.Tests.Pods;

/// <summary>Containers of Podman, where it works and has the images.</summary>
public sealed class PodmanPodTests : PodTests
{
    private static readonly Lazy<bool> Works = new(() => Podman("run", "--rm", "--network", "none", "alpine", "true").Code == 0);

    public PodmanPodTests()
        : base("podman")
    {
        Assert.SkipUnless(Podman("image", "exists", "alpine").Code == 0, "Podman has no image 'alpine'");
        // There, but not set up for this machine: a container that does nothing does not start.
        Assert.SkipUnless(Works.Value, "Podman cannot start a container here");
    }

    [Fact]
    public async Task Values_of_variables_arrive_as_they_are_and_are_in_no_list_of_processes()
    {
        var secret = "s3cr3t-" + Guid.NewGuid().ToString("n");
        var run = Bench.RunAsync("""
            {"container": {"image": "alpine", "command": ["sh", "-c", "tr '\\0' '\\n' </proc/$$$$/environ; sleep 0.5"],
              "env": [{"name": "PLAIN", "value": "SECRET"}, {"name": "with.dots", "value": "SECRET"}, {"name": "HOME", "value": "/SECRET"}, {"name": "DOCKER_HOST", "value": "a=b #c SECRET"},
                      {"name": "LINES_", "value": "one\ntwo '\"$x"}, {"name": "EMPTY", "value": ""}]}}
            """.Replace("SECRET", secret, StringComparison.Ordinal), capture: true);
        var seen = new List<string>();
        while (!run.IsCompleted)
        {
            seen.AddRange(Processes(secret));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        Assert.Empty(seen);
        var text = (await run).Outputs!.Result + "\n";
        foreach (var line in new[] { "PLAIN=" + secret, "with.dots=" + secret, "HOME=/" + secret, "DOCKER_HOST=a=b #c " + secret, "LINES_=one\ntwo '\"$x", "EMPTY=" })
            Assert.Contains(line + "\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_left_behind()
    {
        await Bench.RunAsync("""{"container": {"image": "alpine", "command": ["true"]}, "sidecars": [{"name": "s", "image": "alpine", "command": ["sleep", "100"]}]}""");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Bench.RunAsync("""{"container": {"image": "alpine", "command": ["sleep", "100"]}}""", cancellation: cancellation));
        Assert.DoesNotContain(Bench.Folder, Podman("ps", "--all", "--format", "{{.Labels}}").Output, StringComparison.Ordinal);
    }

    private static (int Code, string Output) Podman(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo("podman", words) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
