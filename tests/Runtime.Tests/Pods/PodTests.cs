namespace Argosy.Runtime.Tests.Pods;

/// <summary>What a pod does, whatever runs its containers.</summary>
public abstract class PodTests : IDisposable
{
    private readonly PodBench _bench = new();

    private protected PodTests(string backEnd)
    {
        _bench.BackEnd = Engine.Pods.ContainerBackEnds.Choose(backEnd, _bench.Images, out var problem);
        Assert.SkipWhen(_bench.BackEnd is null, problem ?? "");
    }

    private protected PodBench Bench => _bench;

    public void Dispose()
    {
        _bench.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_container_that_ends_with_0_succeeds_and_its_standard_output_is_the_result()
    {
        var result = await _bench.RunAsync("{'container': {'image': 'alpine', 'command': ['sh', '-c', 'echo out; echo err >&2']}}", capture: true);
        Assert.Equal(("Succeeded", null), (result.Phase, result.Message));
        Assert.Equal("out", result.Outputs!.Result);
        Assert.Equal("0", result.Outputs.ExitCode);
    }

    [Theory]
    [InlineData("exit 3", "main: Error (exit code 3)", "3")]
    [InlineData("kill -9 $$$$", "main: Error (exit code 137)", "137")]
    [InlineData("kill -15 $$$$", "main: Error (exit code 143)", "143")]
    [InlineData("kill -11 $$$$", "main: Error (exit code 139)", "139")]
    [InlineData("echo why > /dev/termination-log; exit 2", "main: Error (exit code 2): why\n", "2")]
    public async Task A_failing_container_fails_the_node_with_its_code_and_termination_message(string script, string message, string code)
    {
        var result = await _bench.RunAsync("{'container': {'image': 'alpine', 'command': ['sh', '-c', '" + script + "']}}");
        Assert.Equal(("Failed", message), (result.Phase, result.Message));
        Assert.Equal(code, result.Outputs!.ExitCode);
    }

    [Fact]
    public async Task A_program_that_is_not_there_ends_with_64_in_the_executors_words()
    {
        var missing = await _bench.RunAsync("{'container': {'image': 'alpine', 'command': ['no-such-program', 'x']}}");
        Assert.Equal("main: Error (exit code 64): failed to find name in PATH: exec: \"no-such-program\": executable file not found in $PATH", missing.Message);
        var forbidden = await _bench.RunAsync("{'container': {'image': 'alpine', 'command': ['/etc/passwd']}}");
        Assert.Equal("main: Error (exit code 64): failed to find name in PATH: exec: \"/etc/passwd\": permission denied", forbidden.Message);
    }

    [Fact]
    public async Task What_a_container_writes_stays_in_it()
    {
        var name = "/etc/argosy-test-" + Guid.NewGuid().ToString("n");
        var result = await _bench.RunAsync("{'container': {'image': 'alpine', 'command': ['sh', '-c', 'echo x > " + name + "; echo y > /tmp/y; ls /tmp; cat " + name + "']}}", capture: true);
        Assert.Equal("y\nx", result.Outputs!.Result);
        Assert.False(File.Exists(name));
        Assert.False(Directory.Exists(Path.Combine(_bench.Folder, "run", "pods", "wf-p-1")));
    }

    [Fact]
    public async Task Arguments_are_data_and_the_kubelet_expands_known_variables_only()
    {
        var result = await _bench.RunAsync("""
            {"container": {"image": "alpine", "command": ["printf", "%s|"], "args": ["a b", "", "$(A)", "$$(A)", "$(B)", "$$", "$$$", "$(A", "`id`; $HOME"], "env": [{"name": "A", "value": "va"}]}}
            """, capture: true);
        Assert.Equal("a b||va|$(A)|$(B)|$|$$|$(A|`id`; $HOME|", result.Outputs!.Result);
    }

    [Fact]
    public async Task Variables_come_from_values_config_maps_secrets_and_the_pod()
    {
        _bench.Config.Put(new k8s.Models.V1ConfigMap { Metadata = new() { Name = "cm" }, Data = new Dictionary<string, string> { ["k"] = "from cm", ["with-dash"] = "d" } });
        _bench.Config.Put(new k8s.Models.V1Secret { Metadata = new() { Name = "s" }, StringData = new Dictionary<string, string> { ["pass"] = "secret" } });
        var result = await _bench.RunAsync("""
            {"container": {"image": "alpine", "command": ["env"],
              "envFrom": [{"prefix": "p_", "configMapRef": {"name": "cm"}}, {"configMapRef": {"name": "none", "optional": true}}],
              "env": [{"name": "C", "valueFrom": {"configMapKeyRef": {"name": "cm", "key": "k"}}},
                      {"name": "S", "valueFrom": {"secretKeyRef": {"name": "s", "key": "pass"}}},
                      {"name": "U", "valueFrom": {"secretKeyRef": {"name": "s", "key": "none", "optional": true}}},
                      {"name": "N", "valueFrom": {"fieldRef": {"fieldPath": "metadata.annotations['workflows.argoproj.io/node-name']"}}}]}}
            """, capture: true);
        var lines = result.Outputs!.Result!.Split('\n');
        Assert.Contains("C=from cm", lines);
        Assert.Contains("S=secret", lines);
        Assert.Contains("N=wf[0].p", lines);
        Assert.Contains("p_with-dash=d", lines);
        Assert.Contains("ARGO_CONTAINER_NAME=main", lines);
        Assert.DoesNotContain(lines, l => l.StartsWith("U=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_script_is_a_file_that_the_command_gets()
    {
        var result = await _bench.RunAsync("""{"script": {"image": "alpine", "command": ["sh"], "source": "echo $0\necho 'a  b'"}}""", capture: true);
        Assert.Equal("/argo/staging/script\na  b", result.Outputs!.Result);
    }

    [Fact]
    public async Task Parameters_are_read_from_paths_with_defaults_and_a_missing_one_is_an_error_of_wait()
    {
        var good = await _bench.RunAsync("""
            {"container": {"image": "alpine", "workingDir": "/no/such/dir", "command": ["sh", "-c", "echo one > /tmp/one; echo rel > rel; pwd"]},
             "outputs": {"parameters": [{"name": "one", "valueFrom": {"path": "/tmp/one"}}, {"name": "rel", "valueFrom": {"path": "rel"}}, {"name": "d", "valueFrom": {"path": "/tmp/no", "default": "x\n"}}]}}
            """);
        Assert.Equal(["one", "rel", "x"], good.Outputs!.Parameters!.Select(p => p.Value));
        var bad = await _bench.RunAsync("""
            {"container": {"image": "alpine", "command": ["sh", "-c", "echo one > /tmp/one"]},
             "outputs": {"parameters": [{"name": "one", "valueFrom": {"path": "/tmp/one"}}, {"name": "none", "valueFrom": {"path": "/tmp/none"}}, {"name": "late", "valueFrom": {"path": "/tmp/one"}}]}}
            """);
        Assert.Equal(("Error", "wait: Error (exit code 64): open /var/run/argo/outputs/parameters/tmp/none: no such file or directory"), (bad.Phase, bad.Message));
        Assert.Equal(["one", null, null], bad.Outputs!.Parameters!.Select(p => p.Value));
    }

    [Fact]
    public async Task Artifacts_go_through_the_store_with_Argos_keys_and_come_back_at_their_paths()
    {
        var made = await _bench.RunAsync("""
            {"container": {"image": "alpine", "command": ["sh", "-c", "echo one > /tmp/f.txt; mkdir -p /tmp/dir/empty; echo x > /tmp/dir/x; chmod 755 /tmp/dir/x; ln -s x /tmp/dir/link"]},
             "outputs": {"artifacts": [{"name": "f", "path": "/tmp/f.txt"}, {"name": "d", "path": "/tmp/dir/"}, {"name": "n", "path": "/tmp/f.txt", "archive": {"none": {}}}, {"name": "opt", "path": "/tmp/none", "optional": true}]}}
            """, pod: "make");
        Assert.Equal(("Succeeded", null), (made.Phase, made.Message));
        Assert.Equal(["wf/make/f.tgz", "wf/make/d.tgz", "wf/make/f.txt"], made.Outputs!.Artifacts!.Select(a => a.S3!.Key));
        var shown = await _bench.RunAsync("""
            {"inputs": {"artifacts": [{"name": "f", "path": "/in/f", "s3": {"key": "wf/make/f.tgz"}}, {"name": "d", "path": "/in/d", "mode": 448, "s3": {"key": "wf/make/d.tgz"}},
                                      {"name": "r", "path": "/raw/data", "raw": {"data": "raw text"}}, {"name": "o", "path": "/in/o", "optional": true}]},
             "container": {"image": "alpine", "command": ["sh", "-c", "cat /in/f /raw/data; echo; ls /in/d; stat -c %a /in/d /in/d/x; readlink /in/d/link; ls -d /in/o 2>&1 | wc -l"]}}
            """, capture: true);
        Assert.Equal("one\nraw text\nempty\nlink\nx\n700\n755\nx\n1", shown.Outputs!.Result);
    }

    [Fact]
    public async Task Missing_artifacts_are_all_named_and_the_others_kept()
    {
        var result = await _bench.RunAsync("""
            {"container": {"image": "alpine", "command": ["sh", "-c", "echo y > /tmp/yes"]},
             "outputs": {"artifacts": [{"name": "no-1", "path": "/tmp/no1"}, {"name": "yes", "path": "/tmp/yes"}, {"name": "no-2", "path": "/tmp/no2", "archive": {"none": {}}}]}}
            """);
        Assert.Equal("wait: Error (exit code 64): open /var/run/argo/outputs/artifacts/tmp/no1.tgz: no such file or directory; open /var/run/argo/outputs/artifacts/tmp/no2.tgz: no such file or directory; ", result.Message);
        Assert.Equal(["yes"], result.Outputs!.Artifacts!.Select(a => a.Name));
    }

    [Fact]
    public async Task A_missing_input_is_an_error_of_init()
    {
        var result = await _bench.RunAsync("""
            {"inputs": {"artifacts": [{"name": "f", "path": "/in/f", "s3": {"key": "no/such"}}]}, "container": {"image": "alpine", "command": ["true"]}}
            """);
        Assert.Equal(("Error", "init: Error (exit code 64): artifact f failed to load: The specified key does not exist."), (result.Phase, result.Message));
        Assert.Null(result.Outputs);
    }

    [Fact]
    public async Task Sidecars_share_volumes_and_end_with_main()
    {
        var result = await _bench.RunAsync("""
            {"volumes": [{"name": "work", "emptyDir": {}}],
             "container": {"image": "alpine", "command": ["sh", "-c", "until test -s /work/s; do sleep 0.05; done; cat /work/s"], "volumeMounts": [{"name": "work", "mountPath": "/work"}]},
             "sidecars": [{"name": "side", "image": "alpine", "command": ["sh", "-c", "echo shared > /work/s; sleep 300"], "mirrorVolumeMounts": true}]}
            """, capture: true);
        Assert.Equal(("Succeeded", "shared"), (result.Phase, result.Outputs!.Result));
    }

    [Fact]
    public async Task A_failing_sidecar_fails_the_node_and_keeps_mains_outputs()
    {
        var result = await _bench.RunAsync("""
            {"container": {"image": "alpine", "command": ["sh", "-c", "sleep 0.3; echo ok"]}, "sidecars": [{"name": "side", "image": "alpine", "command": ["sh", "-c", "exit 3"]}]}
            """, capture: true);
        Assert.Equal(("Failed", "side: Error (exit code 3)", "ok"), (result.Phase, result.Message, result.Outputs!.Result));
    }

    [Fact]
    public async Task Init_containers_run_in_turn_before_main()
    {
        var result = await _bench.RunAsync("""
            {"volumes": [{"name": "w", "emptyDir": {}}],
             "initContainers": [{"name": "a", "image": "alpine", "command": ["sh", "-c", "echo a >> /w/f"], "mirrorVolumeMounts": true}, {"name": "b", "image": "alpine", "command": ["sh", "-c", "echo b >> /w/f"], "mirrorVolumeMounts": true}],
             "container": {"image": "alpine", "command": ["cat", "/w/f"], "volumeMounts": [{"name": "w", "mountPath": "/w"}]}}
            """, capture: true);
        Assert.Equal("a\nb", result.Outputs!.Result);
        var killed = await _bench.RunAsync("""{"initContainers": [{"name": "a", "image": "alpine", "command": ["sh", "-c", "exit 137"]}], "container": {"image": "alpine", "command": ["true"]}}""");
        Assert.Equal(("Error", "Pod failed before main container starts due to PodInitializing: "), (killed.Phase, killed.Message));
        var failed = await _bench.RunAsync("""{"initContainers": [{"name": "a", "image": "alpine", "command": ["sh", "-c", "exit 4"]}], "container": {"image": "alpine", "command": ["true"]}}""");
        Assert.Equal(("Failed", "a: Error (exit code 4)", null), (failed.Phase, failed.Message, failed.Outputs));
    }

    [Fact]
    public async Task A_set_runs_by_its_dependencies_and_hands_failures_on()
    {
        var good = await _bench.RunAsync("""
            {"volumes": [{"name": "w", "emptyDir": {}}],
             "containerSet": {"volumeMounts": [{"name": "w", "mountPath": "/w"}], "containers": [
               {"name": "main", "image": "alpine", "command": ["cat", "/w/f"], "dependencies": ["b", "c"]},
               {"name": "a", "image": "alpine", "command": ["sh", "-c", "printf 'a ' >> /w/f"]},
               {"name": "b", "image": "alpine", "command": ["sh", "-c", "printf 'b ' >> /w/f"], "dependencies": ["a"]},
               {"name": "c", "image": "alpine", "command": ["sh", "-c", "sleep 0.3; printf c >> /w/f"], "dependencies": ["a"]}]}}
            """, capture: true);
        Assert.Equal("a b c", good.Outputs!.Result);
        var bad = await _bench.RunAsync("""
            {"containerSet": {"containers": [
               {"name": "a", "image": "alpine", "command": ["true"]},
               {"name": "bad", "image": "alpine", "command": ["sh", "-c", "exit 5"], "dependencies": ["a"]},
               {"name": "after", "image": "alpine", "command": ["true"], "dependencies": ["bad"]},
               {"name": "last", "image": "alpine", "command": ["true"], "dependencies": ["after"]}]}}
            """);
        Assert.Equal(("Failed", "after: Error (exit code 64): dependency \"bad\" exited with non-zero code: 5"), (bad.Phase, bad.Message));
        Assert.Equal("dependency \"after\" exited with non-zero code: 5", bad.Containers.Single(c => c.Name == "last").Message);
    }

    [Fact]
    public async Task Retries_of_a_set_count_all_runs_and_keep_the_files()
    {
        var flaky = await _bench.RunAsync("""
            {"containerSet": {"retryStrategy": {"retries": "3"}, "containers": [
               {"name": "main", "image": "alpine", "command": ["sh", "-c", "echo x >> /tmp/n; wc -l < /tmp/n; test $(wc -l < /tmp/n) -ge 3"]}]}}
            """, capture: true);
        Assert.Equal(("Succeeded", "1\n2\n3"), (flaky.Phase, flaky.Outputs!.Result));
        var never = await _bench.RunAsync("""{"containerSet": {"retryStrategy": {"retries": "0"}, "containers": [{"name": "main", "image": "alpine", "command": ["false"]}]}}""", capture: true);
        Assert.Equal(("Error", "wait: Error (exit code 64): open /var/run/argo/ctr/main/stdout: no such file or directory", "0"), (never.Phase, never.Message, never.Outputs!.ExitCode));
    }

    [Fact]
    public async Task The_deadline_ends_the_pod()
    {
        var result = await _bench.RunAsync("""{"container": {"image": "alpine", "command": ["sleep", "60"]}}""", deadline: 0.5);
        Assert.Equal(("Failed", "Pod was active on the node longer than the specified deadline"), (result.Phase, result.Message));
    }

    [Fact]
    public async Task Stop_sends_SIGTERM_and_collects_what_is_there()
    {
        using var stop = new CancellationTokenSource();
        _bench.Observer.OnRunning = () => stop.CancelAfter(TimeSpan.FromSeconds(2));
        var result = await _bench.RunAsync("""
            {"container": {"image": "alpine", "command": ["sh", "-c", "echo half > /tmp/p; sleep 60"]}, "outputs": {"parameters": [{"name": "p", "valueFrom": {"path": "/tmp/p"}}]}}
            """, stop: stop);
        Assert.Equal(("Failed", "main: Error (exit code 143)", "half"), (result.Phase, result.Message, result.Outputs!.Parameters![0].Value));
    }

    [Fact]
    public async Task Cancellation_leaves_no_process()
    {
        using var cancellation = new CancellationTokenSource();
        var mark = "argosy-" + Guid.NewGuid().ToString("n");
        var run = _bench.RunAsync("{'container': {'image': 'alpine', 'command': ['sh', '-c', ': " + mark + "; (setsid sleep 98 &) ; sleep 99']}}", cancellation: cancellation);
        for (var wait = 0; wait < 200 && Processes(mark).Count == 0; wait++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.NotEmpty(Processes(mark));
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Empty(Processes(mark));
    }

    [Fact]
    public async Task A_missing_key_keeps_the_pod_waiting_until_it_is_there()
    {
        _bench.Config.Put(new k8s.Models.V1ConfigMap { Metadata = new() { Name = "cm" }, Data = new Dictionary<string, string>() });
        var run = _bench.RunAsync("""{"container": {"image": "alpine", "command": ["sh", "-c", "echo $V"], "env": [{"name": "V", "valueFrom": {"configMapKeyRef": {"name": "cm", "key": "k"}}}]}}""", capture: true);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.Contains("waiting CreateContainerConfigError: couldn't find key k in ConfigMap default/cm", _bench.Observer.Heard);
        _bench.Config.Put(new k8s.Models.V1ConfigMap { Metadata = new() { Name = "cm" }, Data = new Dictionary<string, string> { ["k"] = "v" } });
        Assert.Equal("v", (await run).Outputs!.Result);
    }

    [Fact]
    public async Task Volumes_from_config_maps_are_files_with_modes_and_read_only()
    {
        _bench.Config.Put(new k8s.Models.V1ConfigMap { Metadata = new() { Name = "cm" }, Data = new Dictionary<string, string> { ["a.txt"] = "A", ["b.txt"] = "B" } });
        var result = await _bench.RunAsync("""
            {"volumes": [{"name": "all", "configMap": {"name": "cm"}}, {"name": "some", "configMap": {"name": "cm", "items": [{"key": "b.txt", "path": "x/y.txt", "mode": 256}]}}, {"name": "maybe", "configMap": {"name": "none", "optional": true}}],
             "container": {"image": "alpine", "command": ["sh", "-c", "ls /c/all; cat /c/some/x/y.txt; stat -L -c %a /c/some/x/y.txt; cat /etc/one; ls /c/maybe | wc -l; echo z 2>/dev/null > /c/all/new && echo wrote || echo read-only"],
               "volumeMounts": [{"name": "all", "mountPath": "/c/all"}, {"name": "some", "mountPath": "/c/some"}, {"name": "maybe", "mountPath": "/c/maybe"}, {"name": "all", "mountPath": "/etc/one", "subPath": "a.txt"}]}}
            """, capture: true);
        Assert.Equal("a.txt\nb.txt\nB400\nA0\nread-only", result.Outputs!.Result);
    }

    [Fact]
    public async Task A_bad_patch_refuses_the_pod_and_a_good_one_changes_it()
    {
        var refused = await Assert.ThrowsAsync<Engine.Pods.PodRefusedException>(() => _bench.RunAsync("""{"podSpecPatch": "containers: \"not a list\"", "container": {"image": "alpine", "command": ["true"]}}"""));
        Assert.Equal("Error applying PodSpecPatch", refused.Message);
        var patched = await _bench.RunAsync("""{"podSpecPatch": "containers: [{name: main, env: [{name: X, value: patched}]}]", "container": {"image": "alpine", "command": ["sh", "-c", "echo $X"]}}""", capture: true);
        Assert.Equal("patched", patched.Outputs!.Result);
    }

    private protected static List<string> Processes(string mark) =>
        [.. Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)).Select(d =>
        {
            try
            {
                return File.ReadAllText(d + "/cmdline");
            }
            catch (IOException)
            {
                return "";
            }
        }).Where(c => c.Contains(mark, StringComparison.Ordinal))];
}
