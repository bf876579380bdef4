using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Argosy.Cli;

namespace Argosy.Runtime.Tests.Kubernetes;

/// <summary>Who a kubeconfig, or the flags of a call, say we are; and what is said where that does not work.</summary>
public sealed class CredentialTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("argosy-credentials-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_credential_plugin_is_called_with_its_arguments_and_again_when_its_token_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the plug-in of this test is a shell script");
        var plugin = Program("plugin", """
            #!/bin/sh
            n=$(cat count 2>/dev/null || echo 0); n=$((n + 1)); echo $n >count
            printf '%s|' "$@" "$GREETING" >seen
            echo "$KUBERNETES_EXEC_INFO" >info
            echo 'open https://login in a browser' >&2
            echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": "token-'$n'"}}'
            """);
        var seen = new List<string?>();
        using var server = Server(request =>
        {
            lock (seen) seen.Add(request.Headers["Authorization"]);
            return request.Headers["Authorization"] == "Bearer token-2" ? 200 : 401;
        });
        var config = Kubeconfig(server.Address, $$"""{"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "{{plugin}}", "args": ["with blank", "two"], "env": [{"name": "GREETING", "value": "hi there"}], "interactiveMode": "Never", "provideClusterInfo": true} }""");

        var (exit, output, error) = await RunAsync(config, "list", "-o", "name");

        Assert.True(exit == 0, error);
        Assert.Equal(["Bearer token-1", "Bearer token-2"], seen);
        Assert.Equal("with blank|two|hi there|", File.ReadAllText(Path.Combine(_folder, "seen")));
        var info = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "info")))!;
        Assert.Equal("ExecCredential", (string?)info["kind"]);
        Assert.Equal(server.Address, (string?)info["spec"]!["cluster"]!["server"]);
        Assert.Contains("open https://login", error, StringComparison.Ordinal);
        Assert.DoesNotContain("token-", output + error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo no; exit 3", "ended with exit code 3")]
    [InlineData("true", "printed nothing")]
    [InlineData("echo secret-text", "printed something that is no JSON")]
    [InlineData("echo '{\"kind\": \"ExecCredential\"}'", "without a status")]
    [InlineData("echo '{\"kind\": \"ExecCredential\", \"status\": {\"clientKeyData\": \"secret-text\"}}'", "without its key")]
    public async Task A_plugin_that_gives_nothing_good_is_named(string script, string sentence)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the plug-in of this test is a shell script");
        var config = Kubeconfig("http://127.0.0.1:1", $$"""{"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "{{Program("plugin", "#!/bin/sh\n" + script)}}"} }""");

        var (exit, output, error) = await RunAsync(config, "list");

        Assert.Equal(1, exit);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-text", output + error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "no-such-plugin", "installHint": "install it from example.com"}}""", "install it from example.com")]
    [InlineData("""{"auth-provider": {"name": "gcp", "config": {"access-token": "secret-text"}}}""", "gke-gcloud-auth-plugin")]
    [InlineData("""{"auth-provider": {"name": "azure", "config": {"access-token": "secret-text"}}}""", "kubelogin")]
    [InlineData("""{"auth-provider": {"name": "oidc", "config": {"client-id": "a"}}}""", "log in again")]
    public async Task What_cannot_be_used_says_what_to_do(string user, string sentence)
    {
        var (exit, output, error) = await RunAsync(Kubeconfig("http://127.0.0.1:1", user), "list");

        Assert.Equal(1, exit);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-text", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_oidc_token_is_renewed_by_its_issuer()
    {
        static string Jwt(long expires) => $"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"exp\":{expires}}}")).TrimEnd('=')}.x";
        var good = Jwt(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 3600);
        FakeApiServer? issuer = null;
        var asked = "";
        issuer = new FakeApiServer(async (request, body, response) =>
        {
            asked += body;
            await FakeApiServer.WriteAsync(response, 200, request.RawUrl!.Contains("well-known", StringComparison.Ordinal)
                ? new JsonObject { ["token_endpoint"] = issuer!.Address + "token" }
                : new JsonObject { ["id_token"] = good });
        });
        using (issuer)
        {
            using var server = Server(request => request.Headers["Authorization"] == $"Bearer {good}" ? 200 : 401);
            var config = Kubeconfig(server.Address, $$"""{"auth-provider": {"name": "oidc", "config": {"client-id": "argosy", "client-secret": "s", "id-token": "{{Jwt(1)}}", "refresh-token": "again", "idp-issuer-url": "{{issuer.Address}}"} } }""");

            var (exit, _, error) = await RunAsync(config, "list");

            Assert.True(exit == 0, error);
            Assert.Contains("refresh_token=again", asked, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Flags_choose_cluster_user_and_whom_to_act_as()
    {
        var headers = new WebHeaderCollection();
        using var server = Server(request =>
        {
            headers.Add(request.Headers);
            return 200;
        });
        var config = Path.Combine(_folder, "two");
        File.WriteAllText(config, $$"""
            {"apiVersion": "v1", "kind": "Config", "current-context": "a", "contexts": [{"name": "a", "context": {"cluster": "a", "user": "a", "namespace": "n"} }],
             "clusters": [{"name": "a", "cluster": {"server": "http://127.0.0.1:1"} }, {"name": "b", "cluster": {"server": "{{server.Address}}"} }],
             "users": [{"name": "a", "user": {"token": "of-a"} }, {"name": "b", "user": {"token": "of-b"} }]}
            """);

        var (exit, _, error) = await RunAsync(config, "list", "--cluster=b", "--user", "b", "--as", "eve", "--as-group", "g1", "--as-group", "g2", "--as-uid", "7");

        Assert.True(exit == 0, error);
        Assert.Equal("Bearer of-b", headers["Authorization"]);
        Assert.Equal("eve", headers["Impersonate-User"]);
        Assert.Equal(["g1", "g2"], headers.GetValues("Impersonate-Group")!.SelectMany(value => value.Split(',')).Select(value => value.Trim()));
        Assert.Equal("7", headers["Impersonate-Uid"]);
    }

    [Theory]
    [InlineData("--as-group g", "need --as")]
    [InlineData("--client-certificate x", "there is no such file")]
    [InlineData("--username u", "must be provided together")]
    [InlineData("--token t --username u --password p", "in one way")]
    [InlineData("--proxy-url nonsense", "http, https or socks5")]
    [InlineData("--request-timeout soon", "30s or 2m")]
    [InlineData("--context nosuch", "has no context \"nosuch\"; it has c")]
    [InlineData("--cluster=nosuch", "has no cluster \"nosuch\"; it has c")]
    [InlineData("--user nosuch", "has no user \"nosuch\"; it has u")]
    [InlineData("--gloglevel x", "invalid argument")]
    [InlineData("--argo-server h:1 -H nocolon", "colon(:)-separated")]
    public async Task Flags_that_say_too_little_are_refused(string flags, string sentence)
    {
        var (exit, _, error) = await RunAsync(Kubeconfig("http://127.0.0.1:1", """{"token": "t"}"""), ["list", .. flags.Split(' ')]);

        Assert.Equal(1, exit);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_of_the_kubeconfig_is_used()
    {
        // Requests to a proxy name another host, which an HttpListener of this one does not take.
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var asked = AnswerOnceAsync(proxy, FakeApiServer.List("1", null).ToJsonString());
        var config = Kubeconfig("http://api.invalid", """{"token": "t"}""", $$""", "proxy-url": "http://{{proxy.LocalEndpoint}}" """);

        var (exit, _, error) = await RunAsync(config, "list");

        Assert.True(exit == 0, error);
        Assert.StartsWith("GET http://api.invalid/apis/argoproj.io/v1alpha1/namespaces/ns/workflows", await asked, StringComparison.Ordinal);
    }

    private static async Task<string> AnswerOnceAsync(TcpListener listener, string body)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        var first = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 })
        {
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}"), TestContext.Current.CancellationToken);
        return first ?? "";
    }

    private static FakeApiServer Server(Func<HttpListenerRequest, int> decide) => new(async (request, _, response) =>
    {
        var status = decide(request);
        await FakeApiServer.WriteAsync(response, status, status == 200 ? FakeApiServer.List("1", null) : FakeApiServer.Status(status, "Unauthorized", "Unauthorized"));
    });

    private string Program(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text.Replace("#!/bin/sh\n", $"#!/bin/sh\ncd '{_folder}'\n", StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private string Kubeconfig(string server, string user, string cluster = "")
    {
        var path = Path.Combine(_folder, "config");
        File.WriteAllText(path, $$"""
            {"apiVersion": "v1", "kind": "Config", "current-context": "c", "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u", "namespace": "ns"} }],
             "clusters": [{"name": "c", "cluster": {"server": "{{server}}"{{cluster}} } }], "users": [{"name": "u", "user": {{user}} }]}
            """);
        return path;
    }

    private async Task<(int Exit, string Output, string Error)> RunAsync(string kubeconfig, params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var context = new CliContext
        {
            Out = output,
            Error = error,
            CurrentDirectory = _folder,
            Environment = variable => variable == "KUBECONFIG" ? kubeconfig : null,
        };
        return (await new CliFrame(context).RunAsync([.. arguments, "--verbose"], Cancelled), output.ToString(), error.ToString());
    }
}
