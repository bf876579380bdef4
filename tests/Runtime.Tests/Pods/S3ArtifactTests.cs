using Argosy.Engine.Artifacts;
using Argosy.Models;

namespace Argosy.Runtime.Tests.Pods;

/// <summary>
/// Artifacts in a real S3-compatible server: <c>S3_ENDPOINT</c>, <c>AWS_ACCESS_KEY_ID</c> and <c>AWS_SECRET_ACCESS_KEY</c> say which.
/// </summary>
public sealed class S3ArtifactTests : IDisposable
{
    private readonly PodBench _bench = new();
    private readonly string _bucket = "argosy-" + Guid.NewGuid().ToString("n")[..12];

    public S3ArtifactTests()
    {
        var endpoint = Environment.GetEnvironmentVariable("S3_ENDPOINT");
        Assert.SkipWhen(string.IsNullOrEmpty(endpoint), "no S3 server: set S3_ENDPOINT, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
        Endpoint = new Uri(endpoint!);
        PutSecret(Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY")!);
        _bench.Repository = new ArtifactRepository
        {
            S3 = new S3ArtifactRepository
            {
                Endpoint = Endpoint.Authority,
                Insecure = Endpoint.Scheme == "http",
                Bucket = _bucket,
                Region = "us-east-1",
                KeyFormat = "runs/{{workflow.namespace}}/{{workflow.name}}/{{pod.name}}",
                AccessKeySecret = new() { Name = "s3", Key = "access" },
                SecretKeySecret = new() { Name = "s3", Key = "secret" },
                CreateBucketIfNotPresent = new(),
            },
        };
    }

    private Uri Endpoint { get; }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Files_and_folders_go_to_the_bucket_and_come_back()
    {
        var made = await _bench.RunAsync("""
            {"container": {"image": "alpine", "command": ["sh", "-c", "echo one >/tmp/f; mkdir -p /tmp/d/sub; echo a >/tmp/d/a; echo b >/tmp/d/sub/b; seq 400000 >/tmp/big"]},
             "outputs": {"artifacts": [{"name": "f", "path": "/tmp/f"}, {"name": "d", "path": "/tmp/d", "archive": {"none": {}}}, {"name": "big", "path": "/tmp/big"},
                                       {"name": "own", "path": "/tmp/f", "archive": {"none": {}}, "s3": {"key": "own/a b+ü.txt"}}]}}
            """, pod: "make");
        Assert.Equal(("Succeeded", null), (made.Phase, made.Message));
        Assert.Equal(["runs/default/wf/make/f.tgz", "runs/default/wf/make/d", "runs/default/wf/make/big.tgz", "own/a b+ü.txt"], made.Outputs!.Artifacts!.Select(a => a.S3!.Key));
        var shown = await _bench.RunAsync("""
            {"inputs": {"artifacts": [{"name": "f", "path": "/in/f", "s3": {"key": "runs/default/wf/make/f.tgz"}}, {"name": "d", "path": "/in/d", "archive": {"none": {}}, "s3": {"key": "runs/default/wf/make/d"}},
                                      {"name": "big", "path": "/in/big", "s3": {"key": "runs/default/wf/make/big.tgz"}},
                                      {"name": "own", "path": "/in/own", "s3": {"key": "own/a b+ü.txt"}}]},
             "container": {"image": "alpine", "command": ["sh", "-c", "cat /in/f /in/d/a /in/d/sub/b /in/own; tail -n 1 /in/big"]}}
            """, capture: true);
        Assert.Equal(("Succeeded", "one\na\nb\none\n400000"), (shown.Phase, shown.Outputs?.Result));
    }

    [Fact]
    public async Task A_missing_key_and_a_wrong_password_are_told_without_the_password()
    {
        await _bench.RunAsync("""{"container": {"image": "alpine", "command": ["sh", "-c", "echo >/tmp/f"]}, "outputs": {"artifacts": [{"name": "f", "path": "/tmp/f"}]}}""");
        var missing = await _bench.RunAsync("""{"inputs": {"artifacts": [{"name": "f", "path": "/f", "s3": {"key": "no/such"}}]}, "container": {"image": "alpine", "command": ["true"]}}""");
        Assert.Equal(("Error", "init: Error (exit code 64): artifact f failed to load: The specified key does not exist."), (missing.Phase, missing.Message));
        PutSecret("hunter2-wrong");
        var wrong = await _bench.RunAsync("""{"inputs": {"artifacts": [{"name": "f", "path": "/f", "s3": {"key": "no/such"}}]}, "container": {"image": "alpine", "command": ["true"]}}""");
        Assert.Equal("Error", wrong.Phase);
        Assert.StartsWith("init: Error (exit code 64): ", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_deleted_is_gone()
    {
        var store = S3Store.Open(new S3Settings
        {
            Endpoint = Endpoint.Authority,
            IsInsecure = Endpoint.Scheme == "http",
            Bucket = _bucket,
            Region = "us-east-1",
            CreatesBucket = true,
            AccessKey = Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID"),
            SecretKey = Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY"),
        });
        var file = Path.Combine(_bench.Folder, "x");
        await File.WriteAllTextAsync(file, "x", TestContext.Current.CancellationToken);
        foreach (var key in new[] { "d/1", "d/2/3", "other" })
            await store.WriteAsync(key, file, TestContext.Current.CancellationToken);
        await store.DeleteAsync("d", TestContext.Current.CancellationToken);
        Assert.False(await store.ReadAsync("d", file + "1", TestContext.Current.CancellationToken));
        Assert.True(await store.ReadAsync("other", file + "2", TestContext.Current.CancellationToken));
        await store.DeleteAsync("other", TestContext.Current.CancellationToken);
        Assert.False(await store.ReadAsync("other", file + "3", TestContext.Current.CancellationToken));
    }

    private void PutSecret(string password) => _bench.Config.Put(new k8s.Models.V1Secret
    {
        Metadata = new() { Name = "s3" },
        StringData = new Dictionary<string, string> { ["access"] = Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID")!, ["secret"] = password },
    });
}
