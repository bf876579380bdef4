using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Argosy.Kubernetes;

namespace Argosy.Runtime.Tests.Kubernetes;

/// <summary>An API server whose answers a test writes: for what a real one does only on a bad day.</summary>
internal sealed class FakeApiServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<HttpListenerRequest, string, HttpListenerResponse, Task> _handle;

    public FakeApiServer(Func<HttpListenerRequest, string, HttpListenerResponse, Task> handle)
    {
        _handle = handle;
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        probe.Stop();
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address { get; }

    public ConcurrentQueue<string> Requests { get; } = [];

    public KubernetesWorkflowClient Client(KubernetesConnectionOptions? options = null) => KubernetesWorkflowClient.Open((options ?? new KubernetesConnectionOptions()) with
    {
        Kubeconfig = "/dev/null",
        Server = Address,
        Namespace = "ns",
        Token = options?.Token ?? "test-token",
    });

    public static async Task WriteAsync(HttpListenerResponse response, int status, JsonNode body)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body.ToJsonString()));
        response.Close();
    }

    public static async Task WriteLineAsync(HttpListenerResponse response, JsonNode body)
    {
        await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body.ToJsonString() + "\n"));
        await response.OutputStream.FlushAsync();
    }

    /// <summary>Begins an answer and cuts the connection.</summary>
    public static async Task BreakAsync(HttpListenerResponse response)
    {
        response.ContentLength64 = 1000;
        await response.OutputStream.WriteAsync("{"u8.ToArray());
        await response.OutputStream.FlushAsync();
        response.Abort();
    }

    public static JsonObject Status(int code, string reason, string message) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["code"] = code,
        ["reason"] = reason,
        ["message"] = message,
    };

    public static JsonObject Workflow(string name, string version, string uid = "") => new()
    {
        ["apiVersion"] = "argoproj.io/v1alpha1",
        ["kind"] = "Workflow",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "ns", ["uid"] = uid.Length > 0 ? uid : "uid-" + name, ["resourceVersion"] = version },
        ["spec"] = new JsonObject { ["entrypoint"] = "main" },
    };

    public static JsonObject List(string version, string? token, params JsonObject[] items) => new()
    {
        ["kind"] = "WorkflowList",
        ["apiVersion"] = "argoproj.io/v1alpha1",
        ["metadata"] = token is null ? new JsonObject { ["resourceVersion"] = version } : new JsonObject { ["resourceVersion"] = version, ["continue"] = token },
        ["items"] = new JsonArray([.. items]),
    };

    public void Dispose() => _listener.Abort();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(async () =>
            {
                try
                {
                    using var reader = new StreamReader(context.Request.InputStream);
                    var body = await reader.ReadToEndAsync();
                    Requests.Enqueue($"{context.Request.HttpMethod} {context.Request.RawUrl}");
                    await _handle(context.Request, body, context.Response);
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
                {
                    // The client has gone.
                }
            });
        }
    }
}
