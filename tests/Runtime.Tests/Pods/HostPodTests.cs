namespace Argosy.Runtime.Tests.Pods;

/// <summary>Containers as host processes: real processes, real mounts.</summary>
public sealed class HostPodTests() : PodTests("host")
{
    [Fact]
    public async Task Values_of_variables_are_in_no_list_of_processes()
    {
        var secret = "s3cr3t-" + Guid.NewGuid().ToString("n");
        var run = Bench.RunAsync("""
            {"container": {"image": "alpine", "command": ["sh", "-c", "tr '\\0' '\\n' </proc/$$$$/environ; sleep 1"], "env": [{"name": "PLAIN", "value": "SECRET"}, {"name": "with.dots", "value": "SECRET"}]}}
            """.Replace("SECRET", secret, StringComparison.Ordinal), capture: true);
        var seen = new List<string>();
        while (!run.IsCompleted)
        {
            seen.AddRange(Processes(secret));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        Assert.Empty(seen);
        var lines = (await run).Outputs!.Result!.Split('\n');
        Assert.Contains("PLAIN=" + secret, lines);
        Assert.Contains("with.dots=" + secret, lines);
        Assert.DoesNotContain(lines, l => l.StartsWith("SHLVL=", StringComparison.Ordinal));
    }
}
