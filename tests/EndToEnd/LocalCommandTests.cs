namespace Argosy.EndToEnd;

/// <summary>The commands about workflows on runs of this machine, as a person gives them to the tool: no cluster, no containers.</summary>
public sealed class LocalCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("argosy-local-").FullName;

    public LocalCommandTests()
    {
        Write("held.yaml", """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: { generateName: held- }
            spec:
              entrypoint: main
              arguments: { parameters: [{ name: who, value: world }] }
              templates:
              - name: main
                steps:
                - - { name: before, template: say, arguments: { parameters: [{ name: text, value: "hello {{workflow.parameters.who}}" }] } }
                - - { name: hold, template: hold }
                - - { name: after, template: say, arguments: { parameters: [{ name: text, value: "{{steps.hold.outputs.parameters.answer}}" }] } }
              - name: say
                inputs: { parameters: [{ name: text }] }
                container: { image: local, command: [sh, -c, 'echo "$TEXT"; echo done'], env: [{ name: TEXT, value: "{{inputs.parameters.text}}" }] }
              - name: hold
                suspend: {}
                outputs: { parameters: [{ name: answer, valueFrom: { supplied: {}, default: nothing } }] }
            """);
        Write("flaky.yaml", """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: { name: flaky }
            spec:
              entrypoint: main
              arguments: { parameters: [{ name: code, value: "3" }] }
              templates:
              - name: main
                steps:
                - - { name: good, template: sh, arguments: { parameters: [{ name: code, value: "0" }] } }
                - - { name: bad, template: sh, arguments: { parameters: [{ name: code, value: "{{workflow.parameters.code}}" }] } }
              - name: sh
                inputs: { parameters: [{ name: code }] }
                container: { image: local, command: [sh, -c, 'exit "$CODE"'], env: [{ name: CODE, value: "{{inputs.parameters.code}}" }] }
            """);
        Write("endless.yaml", """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: { generateName: endless- }
            spec:
              entrypoint: main
              onExit: bye
              templates:
              - name: main
                container: { image: local, command: [sh, -c, 'i=0; while true; do i=$((i+1)); echo "tick $i"; sleep 0.5; done'] }
              - name: bye
                container: { image: local, command: [sh, -c, 'echo bye'] }
            """);
    }

    public void Dispose()
    {
        // Whatever a failed test left running must not outlive it.
        Argosy("terminate", "-l", "workflows.argoproj.io/completed!=true");
        Argosy("delete", "--all");
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Directory.Delete(_folder, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 20)
            {
                Thread.Sleep(100);
            }
        }
    }

    [Fact]
    public void A_detached_engine_ends_after_its_time_and_runs_all_workflows_of_the_file()
    {
        Write("two.yaml", """
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: first-of-two}
            spec: {entrypoint: main, templates: [{name: main, suspend: {}}]}
            ---
            apiVersion: argoproj.io/v1alpha1
            kind: Workflow
            metadata: {name: second-of-two}
            spec: {entrypoint: main, templates: [{name: main, suspend: {duration: "1"}}]}
            """);
        Assert.Equal("first-of-two\nsecond-of-two", Run("two.yaml", "--until", "6s"));
        Assert.StartsWith("second-of-two Succeeded at ", Argosy("wait", "second-of-two").Succeeds().Output, StringComparison.Ordinal);

        // The engine has ended, the run is kept as it stood: it can be gone on with.
        Await(() => File.ReadAllText(Path.Combine(_folder, "runs", "runs", "first-of-two", "engine.log")).Contains("first-of-two", StringComparison.Ordinal));
        Assert.Contains("Status:              Running", Argosy("get", "first-of-two").Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_detached_run_is_listed_shown_held_answered_and_followed_to_its_end()
    {
        var name = Run("held.yaml", "-p", "who=Ada");
        Await(() => Argosy("get", name).Output.Contains("ǁ hold", StringComparison.Ordinal));

        Assert.Contains(name, Argosy("list", "--running", "-o", "name").Succeeds().Output, StringComparison.Ordinal);
        Assert.Contains("Status:              Running (Suspended)", Argosy("get", "@latest").Succeeds().Output, StringComparison.Ordinal);
        Assert.Contains("Progress:            1/2", Argosy("get", name).Output, StringComparison.Ordinal);
        Assert.Contains(": hello Ada\n", Argosy("logs", name).Succeeds().Output, StringComparison.Ordinal);

        Assert.Equal($"workflow {name} suspended\n", Argosy("suspend", name).Succeeds().Output);
        Assert.Equal("workflow values set\n", Argosy("node", "set", name, "--node-field-selector", "displayName=hold", "--output-parameter", "answer=42").Succeeds().Output);
        Assert.Equal($"workflow {name} resumed\n", Argosy("resume", name).Succeeds().Output);

        Assert.StartsWith($"{name} Succeeded at ", Argosy("wait", name).Succeeds().Output, StringComparison.Ordinal);
        var logs = Argosy("logs", name, "-f", "--grep", "42|hello").Succeeds().Output;
        Assert.Contains(": hello Ada\n", logs, StringComparison.Ordinal);
        Assert.EndsWith(": 42\n", logs, StringComparison.Ordinal);
        Assert.Contains(": done\n", Argosy("logs", "@latest", "--tail", "1").Succeeds().Output, StringComparison.Ordinal);
        Assert.Contains("✔ after", Argosy("watch", name).Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_run_is_retried_and_resubmitted_with_other_values()
    {
        Assert.Equal("flaky", Run("flaky.yaml"));
        Argosy("wait", "flaky").Fails(1);
        Assert.Contains("main: Error (exit code 3)", Argosy("get", "flaky").Succeeds().Output, StringComparison.Ordinal);

        Assert.Contains("flaky Succeeded at ", Argosy("retry", "flaky", "-p", "code=0", "--wait").Succeeds().Output, StringComparison.Ordinal);
        Assert.Contains("Progress:            2/2", Argosy("get", "flaky").Output, StringComparison.Ordinal);

        var again = Argosy("resubmit", "flaky", "-p", "code=4", "-o", "name").Succeeds().Output.Trim();
        Assert.StartsWith("flaky-", again, StringComparison.Ordinal);
        Argosy("wait", again).Fails(1);
        Assert.Equal($"{again}\n", Argosy("list", "--status", "Failed", "-o", "name").Succeeds().Output);
        Assert.Equal(1, Argosy("retry", "nosuch").ExitCode);
    }

    [Fact]
    public void A_run_is_submitted_followed_stopped_and_deleted()
    {
        var name = Argosy("submit", "endless.yaml", "--local", "-o", "name").Succeeds().Output.Trim();
        Await(() => Argosy("logs", name).Output.Contains("tick 2", StringComparison.Ordinal));

        Assert.Equal($"workflow {name} stopped\n", Argosy("stop", name).Succeeds().Output);
        Argosy("wait", name).Fails(1);
        var shown = Argosy("get", name).Succeeds().Output;
        Assert.Contains("Status:              Failed (Terminated)", shown, StringComparison.Ordinal);
        Assert.Contains($"✔ {name}.onExit", shown, StringComparison.Ordinal);
        Assert.Contains(": bye\n", Argosy("logs", name).Output, StringComparison.Ordinal);
        Assert.Contains("cannot shutdown a completed workflow", Argosy("stop", name).Fails(1).Errors, StringComparison.Ordinal);

        Assert.Equal($"Workflow '{name}' deleted\n", Argosy("delete", name).Succeeds().Output);
        Argosy("get", name).Fails(1);
    }

    [Fact]
    public void Terminate_ends_a_run_without_its_exit_handler()
    {
        var name = Run("endless.yaml");
        Await(() => Argosy("logs", name).Output.Contains("tick 1", StringComparison.Ordinal));

        Assert.Equal($"workflow {name} terminated\n", Argosy("terminate", name).Succeeds().Output);
        Argosy("wait", name).Fails(1);
        Assert.DoesNotContain("onExit", Argosy("get", name).Succeeds().Output, StringComparison.Ordinal);
        Assert.Equal("No workflows found\n", Argosy("list", "--running").Succeeds().Output);
    }

    private string Run(string file, params string[] more)
    {
        var name = Argosy(["run", file, "--detach", "--backend", "host", "--image-map", "local=host", .. more]).Succeeds().Output.Trim();
        Assert.NotEmpty(name);
        return name;
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private static void Await(Func<bool> condition)
    {
        for (var attempt = 0; attempt < 120; attempt++)
        {
            if (condition()) return;
            Thread.Sleep(250);
        }

        Assert.Fail("It did not happen within the time that a slow machine may take.");
    }

    private Command Argosy(params string[] arguments) => Command.Run(
        Repository.ToolProgram, arguments, _folder,
        new Dictionary<string, string?>
        {
            ["KUBECONFIG"] = Path.Combine(_folder, "no-kubeconfig"),
            ["ARGOSY_HOME"] = Path.Combine(_folder, "runs"),
            ["KUBERNETES_SERVICE_HOST"] = null,
            ["ARGO_SERVER"] = null,
            ["ARGO_TOKEN"] = null,
            ["ARGO_NAMESPACE"] = null,
            ["ARGOSY_BACKEND"] = "host",
            ["ARGOSY_IMAGE_MAP"] = "local=host",
        },
        timeoutSeconds: 120);
}
