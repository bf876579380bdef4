using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argosy.Kubernetes;

/// <summary>
/// Requests to an API server as raw JSON, so that a field nobody here knows survives a round trip. Each is tried again while
/// that can help and cannot do harm; what may have been done by a lost first attempt is recognised, never done twice.
/// </summary>
internal sealed partial class KubernetesApi : IDisposable
{
    private static readonly TimeSpan DefaultAttemptTimeout = TimeSpan.FromSeconds(32);
    private static readonly TimeSpan StartingUp = TimeSpan.FromSeconds(3);
    private readonly ILogger _logger;
    private volatile bool _heard;

    // Whether Argo's objects were served on this connection: then a server that does not know them is still starting.
    private volatile bool _served;

    public KubernetesApi(KubernetesConnection connection, ILogger? logger = null, ClusterClock? clock = null)
    {
        Connection = connection;
        Clock = clock ?? new ClusterClock();
        _logger = logger ?? NullLogger.Instance;
    }

    public KubernetesConnection Connection { get; }

    public ClusterClock Clock { get; }

    public void Dispose() => Connection.Dispose();

    public async Task<JsonObject> GetAsync(ResourceKind kind, string? ns, string name, CancellationToken cancellation)
    {
        using var response = await SendAsync(HttpMethod.Get, kind.ObjectPath(ns, name), null, Repeat.Always, cancellation).ConfigureAwait(false);
        return await ReadObjectAsync(response, cancellation).ConfigureAwait(false);
    }

    public async Task<JsonObject> GetPathAsync(string path, CancellationToken cancellation)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, Repeat.Always, cancellation).ConfigureAwait(false);
        return await ReadObjectAsync(response, cancellation).ConfigureAwait(false);
    }

    public async Task<JsonObject> PatchAsync(
        ResourceKind kind, string? ns, string name, JsonNode patch, string contentType, string query, CancellationToken cancellation)
    {
        var path = kind.ObjectPath(ns, name) + (query.Length > 0 ? "?" + query : "");
        using var response = await SendAsync(HttpMethod.Patch, path, Body(patch, contentType), Repeat.Always, cancellation).ConfigureAwait(false);
        return await ReadObjectAsync(response, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Replaces an object that carries its resourceVersion. A conflict after a lost answer may be our own first attempt:
    /// then the live object is what we wanted.
    /// </summary>
    public async Task<JsonObject> ReplaceAsync(ResourceKind kind, string? ns, JsonObject body, CancellationToken cancellation)
    {
        var name = (string?)body["metadata"]?["name"] ?? throw new ArgumentException("the object has no name", nameof(body));
        var attempts = new Attempts();
        try
        {
            using var response = await SendAsync(HttpMethod.Put, kind.ObjectPath(ns, name), Body(body), Repeat.Always, cancellation, attempts).ConfigureAwait(false);
            return await ReadObjectAsync(response, cancellation).ConfigureAwait(false);
        }
        catch (KubernetesApiException e) when (e.IsConflict && attempts.Ambiguous)
        {
            var live = await GetAsync(kind, ns, name, cancellation).ConfigureAwait(false);
            if (SameWill(body, live))
            {
                return live;
            }

            throw;
        }
    }

    /// <summary>Deletes; when an earlier attempt's answer was lost, an object that is gone was deleted by us.</summary>
    public async Task DeleteAsync(ResourceKind kind, string? ns, string name, string propagationPolicy, CancellationToken cancellation)
    {
        var attempts = new Attempts();
        try
        {
            var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["propagationPolicy"] = propagationPolicy };
            using var response = await SendAsync(HttpMethod.Delete, kind.ObjectPath(ns, name), Body(options), Repeat.Always, cancellation, attempts).ConfigureAwait(false);
        }
        catch (KubernetesApiException e) when (e.IsNotFound && attempts.Ambiguous)
        {
            // Done by the attempt whose answer never came.
        }
    }

    /// <summary>Opens a stream (a watch, a log); reading it is the caller's business.</summary>
    public Task<HttpResponseMessage> OpenStreamAsync(string path, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, path, null, Repeat.Always, cancellation);

    /// <summary>One attempt at a stream, without any retry: watches have a rhythm of their own.</summary>
    public async Task<HttpResponseMessage> OpenStreamOnceAsync(string path, CancellationToken cancellation)
    {
        var response = await AttemptAsync(HttpMethod.Get, path, null, cancellation).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            response.Dispose();
            await Connection.RenewAsync(cancellation).ConfigureAwait(false);
            response = await AttemptAsync(HttpMethod.Get, path, null, cancellation).ConfigureAwait(false);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw KubernetesApiException.FromBody((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
        }
    }

    internal static async Task<JsonObject> ReadObjectAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                return await JsonNode.ParseAsync(stream, cancellationToken: cancellation).ConfigureAwait(false) as JsonObject
                    ?? throw new KubernetesApiException((int)response.StatusCode, "BadAnswer", "the API server's answer is no JSON object");
            }
        }
        catch (JsonException e)
        {
            throw new KubernetesApiException((int)response.StatusCode, "BadAnswer", $"the API server's answer is no JSON: {e.Message}");
        }
    }

    private static (byte[] Bytes, string ContentType) Body(JsonNode node, string contentType = "application/json") =>
        (JsonSerializer.SerializeToUtf8Bytes(node), contentType);

    /// <summary>Whether the stored object says what we sent; what the server itself keeps in metadata is not compared.</summary>
    private static bool SameWill(JsonObject sent, JsonObject live) =>
        JsonNode.DeepEquals(sent["spec"], live["spec"]) && JsonNode.DeepEquals(sent["status"], live["status"])
        && JsonNode.DeepEquals(sent["metadata"]?["labels"], live["metadata"]?["labels"])
        && JsonNode.DeepEquals(sent["metadata"]?["annotations"], live["metadata"]?["annotations"])
        && JsonNode.DeepEquals(sent["metadata"]?["finalizers"], live["metadata"]?["finalizers"]);

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, (byte[] Bytes, string ContentType)? body, Repeat repeat, CancellationToken cancellation, Attempts? attempts = null)
    {
        attempts ??= new Attempts();
        var watch = Stopwatch.StartNew();
        var renewed = false;
        var readBodyFailures = 0;
        for (var attempt = 0; ; attempt++)
        {
            TimeSpan? retryAfter = null;
            Exception failure;
            try
            {
                var response = await AttemptAsync(method, path, body, cancellation).ConfigureAwait(false);
                _heard = true;
                if (response.IsSuccessStatusCode)
                {
                    if (await BufferAsync(response, path, cancellation).ConfigureAwait(false))
                    {
                        _served |= path.StartsWith("apis/argoproj.io/", StringComparison.Ordinal);
                        return response;
                    }

                    // The answer broke off in the middle: the request was carried out.
                    response.Dispose();
                    attempts.Ambiguous = true;
                    failure = new KubernetesUnreachableException($"the answer of {Connection.Server} broke off");
                    if (++readBodyFailures > 5)
                    {
                        throw failure;
                    }
                }
                else
                {
                    using (response)
                    {
                        if (response.StatusCode == HttpStatusCode.Unauthorized && !renewed)
                        {
                            renewed = true;
                            await Connection.RenewAsync(cancellation).ConfigureAwait(false);
                            continue;
                        }

                        var text = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
                        var error = KubernetesApiException.FromBody((int)response.StatusCode, text);
                        if (!error.IsTransient && !(error.IsUnknownPath && (_served || watch.Elapsed < StartingUp)))
                        {
                            throw error;
                        }

                        failure = error;
                        retryAfter = RetryDelay.Asked(response, Clock.Now);

                        // "Too many requests" and "no such path" say that nothing was done.
                        attempts.Ambiguous |= error.Code is not (429 or 404);

                        // An internal error that asks for no patience and comes again and again is the request's own fault.
                        if (error.Code == 500 && retryAfter is null && attempt >= 4)
                        {
                            throw error;
                        }
                    }
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or AttemptTimedOutException)
            {
                if (IsHopeless(e) is { } reason)
                {
                    throw new KubernetesUnreachableException(reason, e);
                }

                attempts.Ambiguous |= !NeverSent(e);
                failure = e;
            }

            var budget = _heard ? Connection.Options.RetryBudget : Connection.Options.FirstContactBudget;
            var delay = RetryDelay.Before(attempt, retryAfter);
            if (repeat == Repeat.IfNotSent && attempts.Ambiguous)
            {
                throw Final(failure, watch.Elapsed);
            }

            if (watch.Elapsed + delay > budget)
            {
                throw Final(failure, watch.Elapsed);
            }

            Telemetry.Retries.Add(1);
            LogRetry(method.Method, Connection.Server.Authority, Reason(failure), delay.TotalSeconds);
            await Task.Delay(delay, cancellation).ConfigureAwait(false);
        }
    }

    private static bool IsStream(string path) => path.Contains("watch=1", StringComparison.Ordinal) || path.Contains("follow=true", StringComparison.Ordinal);

    /// <summary>Reads a plain answer to its end, so that one that breaks off is asked for again; streams are left alone.</summary>
    private static async Task<bool> BufferAsync(HttpResponseMessage response, string path, CancellationToken cancellation)
    {
        if (IsStream(path) || path.Contains("/log?", StringComparison.Ordinal))
        {
            return true;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            await response.Content.LoadIntoBufferAsync().WaitAsync(limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(
        HttpMethod method, string path, (byte[] Bytes, string ContentType)? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(Connection.Server, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (path.EndsWith("/log", StringComparison.Ordinal) || path.Contains("/log?", StringComparison.Ordinal))
        {
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        }

        if (body is { } content)
        {
            request.Content = new ByteArrayContent(content.Bytes);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(content.ContentType);
        }

        Telemetry.Requests.Add(1);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Connection.Options.RequestTimeout is { } asked && asked > TimeSpan.Zero ? asked : DefaultAttemptTimeout);
        var watch = Stopwatch.StartNew();
        try
        {
            var response = await Connection.SendAsync(request, limit.Token).ConfigureAwait(false);
            Clock.Observe(response.Headers.Date, watch.Elapsed);
            return response;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new AttemptTimedOutException($"no answer within {watch.Elapsed.TotalSeconds:0} s");
        }
    }

    private static bool NeverSent(Exception e) =>
        e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError }
        || e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound };

    /// <summary>A certificate that is not trusted will not be so in a second; a name that does not exist neither.</summary>
    private string? IsHopeless(Exception e)
    {
        if (e is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError })
        {
            return $"the API server's name {Connection.Server.Host} cannot be resolved";
        }

        return e.InnerException is AuthenticationException
            ? $"the certificate of {Connection.Server.Authority} is not trusted: {Connection.CertificateProblem ?? e.InnerException.Message.TrimEnd('.')}"
            : null;
    }

    private Exception Final(Exception failure, TimeSpan after) => failure is KubernetesApiException
        ? failure
        : new KubernetesUnreachableException(
            $"the API server {Connection.Server.Authority} ({Connection.Source}) cannot be reached: {Reason(failure)} (tried for {after.TotalSeconds:0} s)", failure);

    internal static string Reason(Exception failure) => failure switch
    {
        KubernetesApiException e => $"{e.Code} {e.Message}",
        { InnerException: SocketException socket } => socket.Message,
        { InnerException: IOException io } => io.Message,
        _ => failure.Message,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} to {Server} failed: {Reason}; trying again in {Seconds:0.0} s")]
    private partial void LogRetry(string method, string server, string reason, double seconds);

    internal enum Repeat
    {
        /// <summary>A second time does what the first did.</summary>
        Always,

        /// <summary>Only when the server cannot have seen the first one.</summary>
        IfNotSent,
    }

    internal sealed class Attempts
    {
        /// <summary>Whether an attempt may have been carried out although its answer said or brought nothing.</summary>
        public bool Ambiguous { get; set; }
    }

    private sealed class AttemptTimedOutException(string message) : Exception(message);
}
