using System.Text.RegularExpressions;

namespace Argosy.EndToEnd;

/// <summary>The samples on the embedded engine, as <c>dotnet run</c> starts them.</summary>
public sealed class RunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("argosy-run-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void LogReport_counts_its_own_log_and_leaves_a_table_and_a_chart()
    {
        var run = Run("LogReport").Succeeds();

        Assert.Contains("report: 200,000 requests, 3,791,609,639 bytes sent", run.Output, StringComparison.Ordinal);
        Assert.Equal(8, Regex.Count(run.Output, @"(?m)^counts\(\d:\d\): part \d: 25,000 lines"));
        var table = Artifact(run, "table");
        Assert.Contains("/api                36,623   18.3%", File.ReadAllText(table), StringComparison.Ordinal);
        Assert.StartsWith("<svg ", File.ReadAllText(Artifact(run, "chart")), StringComparison.Ordinal);
    }

    [Fact]
    public void LogReport_reads_a_log_that_is_given()
    {
        File.WriteAllText(Path.Combine(_folder, "access.log"), """
            127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326
            127.0.0.1 - - [10/Oct/2000:14:05:36 -0700] "GET /docs/a?q=1 HTTP/1.1" 404 - "http://www.example.com/" "Mozilla/4.08"
            not a line of a log

            """);

        var run = Run("LogReport", "run", "-p", "log=access.log", "-p", "parts=2").Succeeds();

        Assert.Contains("report: 3 requests, 2,326 bytes sent, 1 lines not in the common log format", run.Output, StringComparison.Ordinal);
        Assert.Contains("/docs", File.ReadAllText(Artifact(run, "table")), StringComparison.Ordinal);
    }

    [Fact]
    public void LogReport_says_which_file_is_not_there()
    {
        var run = Run("LogReport", "run", "-p", "log=nowhere.log").Fails(1);

        Assert.Contains("There is no file 'nowhere.log'", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Teardrop_prints_its_whales_and_the_tree_and_each_log_holds_its_message()
    {
        string[] names = ["Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel"];
        if (!HasCowsay()) Assert.Skip("No cowsay on this machine: apt-get install cowsay.");

        var run = Run("Teardrop", "run", "--backend", "host").Succeeds();

        Assert.Contains("Progress:            9/9", run.Output, StringComparison.Ordinal);
        foreach (var name in names)
        {
            Assert.Contains($"{name}: < This is Job {name}! >", run.Output, StringComparison.Ordinal);
            Assert.Matches($"(?m)^ [├└]─✔ {name} +whalesay", run.Output);
        }

        Assert.Matches("(?m)^ ├─✔ create-chain +create-chain", run.Output);
        Assert.Equal(["Alpha", "Bravo", "Charlie", "Echo", "Foxtrot"], ChainOf(run, "Hotel"));

        // Foxtrot reads what create-chain made and waits for Charlie all the same.
        Assert.Empty(ChainOf(run, "Foxtrot"));
        Assert.True(EndOf(run, "Charlie") < EndOf(run, "Foxtrot"));
    }

    private Command Run(string sample, params string[] arguments) => Command.Run(
        Repository.SampleProgram(sample), arguments, _folder,
        new Dictionary<string, string?> { ["KUBECONFIG"] = Path.Combine(_folder, "no-kubeconfig"), ["HOME"] = _folder, ["KUBERNETES_SERVICE_HOST"] = null, ["ARGO_SERVER"] = null },
        timeoutSeconds: 240);

    private static bool HasCowsay() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/games").Any(folder => File.Exists(Path.Combine(folder, "cowsay")));

    private static string Artifact(Command run, string name) => Regex.Match(run.Output, $@"(?m)^report: artifact {name} is (.+)$").Groups[1].Value;

    /// <summary>The names that a whale found in its chain: what its log says between "Chain:" and the balloon.</summary>
    private static string[] ChainOf(Command run, string name)
    {
        var lines = run.Output.Split('\n').Where(line => line.StartsWith(name + ":", StringComparison.Ordinal)).Select(line => line[(name.Length + 1)..].Trim()).ToList();
        var start = lines.IndexOf("Chain:");
        Assert.True(start >= 0, $"{name} printed no chain.");
        return [.. lines.Skip(start + 1).TakeWhile(line => !line.StartsWith("___", StringComparison.Ordinal)).Where(line => line.Length > 0)];
    }

    private static int EndOf(Command run, string name) => run.Output.IndexOf($".{name}\n", StringComparison.Ordinal);
}
