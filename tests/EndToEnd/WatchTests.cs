using System.Diagnostics;

namespace Argosy.EndToEnd;

/// <summary><c>dotnet watch</c> writes the manifest again after an edit, and does not take its own writing for one.</summary>
public sealed class WatchTests(PackageFeed feed)
{
    [Fact]
    public async Task An_edit_rewrites_the_manifest_in_one_build()
    {
        using var project = new TemporaryProject(feed, properties: "<ArgosyManifestsDirectory>manifests</ArgosyManifestsDirectory>");
        project.Write("Program.cs", Projects.Program);
        project.Write("Hello.cs", Projects.Hello);
        project.Build().Succeeds();

        var start = new ProcessStartInfo("dotnet", ["watch", "build", "--non-interactive", "--no-restore"]) { WorkingDirectory = project.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("MSBuild", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        using var watch = Process.Start(start)!;
        try
        {
            var said = new System.Collections.Concurrent.ConcurrentQueue<string>();
            watch.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
            watch.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
            watch.BeginOutputReadLine();
            watch.BeginErrorReadLine();
            await Until(() => said.Any(line => line.Contains("Waiting for a file to change", StringComparison.Ordinal)));
            var builds = Builds();

            project.Edit("Hello.cs", "Args = [\"hello ", "Args = [\"good day ");
            await Until(() => project.Manifest("hello.yaml").Contains("good day", StringComparison.Ordinal));
            await Until(() => Builds() > builds);

            // Long enough for a build that the writing itself would set off.
            await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
            Assert.Equal(builds + 1, Builds());
            Assert.Contains("good day", File.ReadAllText(project.PathOf("manifests/hello.yaml")), StringComparison.Ordinal);

            int Builds() => said.Count(line => line.Contains("Build succeeded", StringComparison.Ordinal));

            async Task Until(Func<bool> condition)
            {
                var clock = Stopwatch.StartNew();
                while (!condition())
                {
                    Assert.True(clock.Elapsed < TimeSpan.FromSeconds(90) && !watch.HasExited, $"not in time; dotnet watch said:\n{string.Join('\n', said)}");
                    await Task.Delay(100, TestContext.Current.CancellationToken);
                }
            }
        }
        finally
        {
            if (!watch.HasExited) watch.Kill(entireProcessTree: true);
            await watch.WaitForExitAsync(CancellationToken.None);
        }
    }
}
