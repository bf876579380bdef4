using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json.Nodes;
using Argosy.Kubernetes;
using Argosy.Workflows;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argosy.ArgoServer;

/// <summary>
/// Requests to an Argo Server, HTTP/1 and JSON. Reading is tried again when the server or the way to it fails for a moment;
/// anything else only when the server cannot have seen it.
/// </summary>
internal sealed partial class ArgoServerApi : IDisposable
{
    private readonly HttpClient _http;
    private readonly ILogger _logger;
    private readonly Lazy<KubernetesConnection?> _kubernetes;

    public ArgoServerApi(ArgoServerSettings settings, ILogger? logger = null)
    {
        Settings = settings;
        _logger = logger ?? NullLogger.Instance;
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(10),
            AutomaticDecompression = DecompressionMethods.GZip,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            AllowAutoRedirect = false,
        };
        if (settings.InsecureSkipVerify)
        {
#pragma warning disable CA5359 // asked for in so many words: ARGO_INSECURE_SKIP_VERIFY
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        UseCertificates(handler, settings.Kubernetes);
        if (settings.Kubernetes.ProxyUrl is { } proxy)
        {
            handler.Proxy = new WebProxy(proxy);
        }

        _http = new HttpClient(handler) { BaseAddress = settings.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
        foreach (var header in settings.Headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                _http.DefaultRequestHeaders.TryAddWithoutValidation(header[..colon].Trim(), header[(colon + 1)..].Trim());
            }
        }

        _kubernetes = new Lazy<KubernetesConnection?>(OpenKubernetes);
    }

    public ArgoServerSettings Settings { get; }

    public ClusterClock Clock { get; } = new();

    /// <summary>The namespace of the settings, of the kubeconfig, or <c>default</c>.</summary>
    public string Namespace => Settings.Namespace ?? _kubernetes.Value?.Namespace ?? "default";

    public void Dispose()
    {
        _http.Dispose();
        if (_kubernetes.IsValueCreated)
        {
            _kubernetes.Value?.Dispose();
        }
    }

    public Task<JsonObject> GetAsync(string path, CancellationToken cancellation) => JsonAsync(HttpMethod.Get, path, null, cancellation);

    public Task<JsonObject> PostAsync(string path, JsonObject body, CancellationToken cancellation) => JsonAsync(HttpMethod.Post, path, body, cancellation);

    /// <summary>A POST of any JSON, or of nothing.</summary>
    public Task<JsonObject> PostRawAsync(string path, JsonNode? body, CancellationToken cancellation) => JsonAsync(HttpMethod.Post, path, body, cancellation);

    public Task<JsonObject> PutAsync(string path, JsonObject body, CancellationToken cancellation) => JsonAsync(HttpMethod.Put, path, body, cancellation);

    public Task<JsonObject> DeleteAsync(string path, CancellationToken cancellation) => JsonAsync(HttpMethod.Delete, path, null, cancellation);

    /// <summary>A POST that tells whether an attempt with a lost answer may have done its work.</summary>
    public async Task<JsonObject> PostAsync(string path, JsonObject body, KubernetesApi.Attempts attempts, CancellationToken cancellation)
    {
        using var response = await SendAsync(HttpMethod.Post, path, body, repeatLost: true, attempts, cancellation).ConfigureAwait(false);
        return await ReadAsync(response, cancellation).ConfigureAwait(false);
    }

    /// <summary>Opens a stream: of events, of log lines, of an artifact's bytes.</summary>
    public Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, path, null, repeatLost: true, new KubernetesApi.Attempts(), cancellation);

    private async Task<JsonObject> JsonAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellation)
    {
        using var response = await SendAsync(method, path, body, repeatLost: method == HttpMethod.Get, new KubernetesApi.Attempts(), cancellation).ConfigureAwait(false);
        return await ReadAsync(response, cancellation).ConfigureAwait(false);
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            var text = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            return text.Length == 0 ? [] : JsonNode.Parse(text) as JsonObject ?? throw new WorkflowClientException(ClientErrorCode.Unknown, "the Argo Server's answer is no JSON object");
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new WorkflowClientException(ClientErrorCode.Unknown, "the answer is no JSON: is ARGO_SERVER an Argo Server, and ARGO_BASE_HREF right?", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new WorkflowClientException(ClientErrorCode.Unavailable, $"the Argo Server's answer broke off: {e.Message}", e);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, JsonNode? body, bool repeatLost, KubernetesApi.Attempts attempts, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        for (var attempt = 0; ; attempt++)
        {
            WorkflowClientException failure;
            TimeSpan? retryAfter = null;
            var mayRepeat = true;
            try
            {
                using var request = new HttpRequestMessage(method, path);
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*", 0.5));
                await AuthorizeAsync(request, cancellation).ConfigureAwait(false);
                if (body is not null)
                {
                    request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
                }

                Telemetry.Requests.Add(1);
                var sent = Stopwatch.StartNew();
                var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
                Clock.Observe(response.Headers.Date, sent.Elapsed);
                if (response.IsSuccessStatusCode)
                {
                    return response;
                }

                using (response)
                {
                    failure = ArgoServerAnswer.Failure((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));

                    // 500 is the server's answer to what it does not want to do, as often as an accident: it is not asked again.
                    if ((int)response.StatusCode is not (429 or 502 or 503 or 504))
                    {
                        throw failure;
                    }

                    retryAfter = RetryDelay.Asked(response, Clock.Now);
                    if ((int)response.StatusCode != 429)
                    {
                        attempts.Ambiguous = true;
                        mayRepeat = repeatLost;
                    }
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                if (e.InnerException is AuthenticationException certificate)
                {
                    throw new WorkflowClientException(ClientErrorCode.Unavailable,
                        $"the certificate of the Argo Server {Settings.BaseAddress.Authority} is not trusted: {certificate.Message.TrimEnd('.')}; ARGO_INSECURE_SKIP_VERIFY=true goes on without verification", e);
                }

                var neverSent = e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };
                attempts.Ambiguous |= !neverSent;
                mayRepeat = neverSent || repeatLost;
                failure = new WorkflowClientException(ClientErrorCode.Unavailable,
                    $"the Argo Server {Settings.BaseAddress} cannot be reached: {(e.InnerException is SocketException socket ? socket.Message : e.Message)}"
                    + (mayRepeat ? "" : "; what was asked for may have been done, look before you repeat it"), e);
            }

            var delay = RetryDelay.Before(attempt, retryAfter);
            if (!mayRepeat || watch.Elapsed + delay > Settings.RetryBudget)
            {
                throw failure;
            }

            Telemetry.Retries.Add(1);
            LogRetry(method.Method, Settings.BaseAddress.Authority, failure.Description, delay.TotalSeconds);
            await Task.Delay(delay, cancellation).ConfigureAwait(false);
        }
    }

    // As the argo CLI: the certificates that are named for the API server are the Argo Server's too.
    private static void UseCertificates(SocketsHttpHandler handler, KubernetesConnectionOptions options)
    {
        if (options is { ClientCertificate: { } certificate, ClientKey: { } key })
        {
            handler.SslOptions.ClientCertificates = [Certificates.Client(certificate, key)];
        }

        if (options.CertificateAuthority is { } authority && handler.SslOptions.RemoteCertificateValidationCallback is null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = new ServerTrust(Certificates.Authorities(authority)).IsTrusted;
        }
    }

    private async Task AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        if (Settings.Token is { } token)
        {
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }
        else if (_kubernetes.Value is { } kubernetes)
        {
            // As the argo CLI does: the API server's token is good for the Argo Server too.
            await kubernetes.AuthorizeAsync(request, cancellation).ConfigureAwait(false);
        }
    }

    private KubernetesConnection? OpenKubernetes()
    {
        try
        {
            return KubernetesConnection.Open(Settings.Kubernetes);
        }
        catch (KubernetesConfigurationException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} to {Server} failed: {Reason}; trying again in {Seconds:0.0} s")]
    private partial void LogRetry(string method, string server, string reason, double seconds);
}
