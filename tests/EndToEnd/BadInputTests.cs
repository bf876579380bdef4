namespace Argosy.EndToEnd;

/// <summary>What a person gets who types something wrong: one clear line, exit code 1 or 2, no stack trace.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("argosy-run-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_unknown_command() => Says(Run("Teardrop", "sumbit"), "sumbit");

    [Fact]
    public void An_unknown_flag() => Says(Run("Teardrop", "run", "--fast"), "--fast");

    [Fact]
    public void An_unknown_parameter() => Says(Run("LogReport", "run", "-p", "lgo=x"), "lgo");

    [Fact]
    public void A_parameter_of_the_wrong_type() => Says(Run("LogReport", "run", "-p", "parts=many"), "parts");

    [Fact]
    public void A_parameter_without_a_value() => Says(Run("LogReport", "run", "-p", "parts"), "parts");

    [Fact]
    public void No_cluster() => Says(Run("Teardrop", "submit"), "cluster");

    [Fact]
    public void A_job_cannot_run_without_a_cluster() => Says(Run("WhalesayJob", "run"), "Job");

    [Fact]
    public void No_container_runtime() =>
        Says(Run("Teardrop", ["run", "--backend", "podman"], new Dictionary<string, string?> { ["PATH"] = Path.Combine(_folder, "empty") }), "podman");

    private static void Says(Command command, string word)
    {
        Assert.True(command.ExitCode is 1 or 2, $"exit code {command.ExitCode}:\n{command.Text}");
        Assert.DoesNotMatch(@"(?m)^\s+at [\w.]+\(", command.Text);
        Assert.DoesNotContain("Unhandled", command.Text, StringComparison.OrdinalIgnoreCase);
        var lines = command.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.Contains(word, StringComparison.Ordinal));
        Assert.True(lines.Length <= 3, $"more than a line and its hint:\n{command.Errors}");
    }

    private Command Run(string sample, params string[] arguments) => Run(sample, arguments, []);

    private Command Run(string sample, string[] arguments, Dictionary<string, string?> environment)
    {
        // No cluster by accident.
        environment["KUBECONFIG"] = Path.Combine(_folder, "no-kubeconfig");
        environment["HOME"] = _folder;
        environment["KUBERNETES_SERVICE_HOST"] = null;
        environment["ARGO_SERVER"] = null;
        return Command.Run(Repository.SampleProgram(sample), arguments, _folder, environment, timeoutSeconds: 60);
    }
}
