using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Argosy.Conformance;

/// <summary>A request as it arrived.</summary>
internal sealed record SeenRequest(string Method, string PathAndQuery, string Body, string? Authorization);

/// <summary>An HTTP server that answers with what a real one answered.</summary>
internal sealed class ReplayServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<SeenRequest, Answer?> _answer;

    public ReplayServer(Func<SeenRequest, Answer?> answer)
    {
        _answer = answer;
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _ = ServeAsync();
    }

    public int Port { get; }

    public ConcurrentQueue<SeenRequest> Seen { get; } = [];

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

            _ = Task.Run(() => HandleAsync(context));
        }
    }

    private async Task HandleAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var seen = new SeenRequest(context.Request.HttpMethod, context.Request.RawUrl ?? "", await reader.ReadToEndAsync(), context.Request.Headers["Authorization"]);
            Seen.Enqueue(seen);
            var answer = _answer(seen) ?? new Answer(418, "text/plain", "no such record: " + seen.PathAndQuery, []);
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = answer.ContentType;
            foreach (var (name, value) in answer.Headers)
            {
                context.Response.Headers[name] = value;
            }

            context.Response.SendChunked = true;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The client has gone.
        }
    }
}

/// <summary>What the server answers.</summary>
internal sealed record Answer(int Status, string ContentType, string Body, IReadOnlyList<(string Name, string Value)> Headers);
