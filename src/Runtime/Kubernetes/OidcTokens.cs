using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Authentication;

namespace Argosy.Kubernetes;

/// <summary>
/// An <c>oidc</c> entry of a kubeconfig: its id-token while that is good, then a new one from the issuer by the refresh token. New tokens live as long as
/// the program: the kubeconfig is not written.
/// </summary>
internal sealed class OidcTokens(string user, IReadOnlyDictionary<string, string> settings) : ITokenProvider, IDisposable
{
    private readonly SemaphoreSlim _renewing = new(1, 1);
    private string? _token = settings.GetValueOrDefault("id-token");
    private string? _refresh = settings.GetValueOrDefault("refresh-token");

    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        await _renewing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!IsGood(_token)) _token = await RenewAsync(cancellationToken).ConfigureAwait(false);
            return new AuthenticationHeaderValue("Bearer", _token);
        }
        finally
        {
            _renewing.Release();
        }
    }

    public void Dispose() => _renewing.Dispose();

    // What cannot be read is left to the server to judge.
    private static bool IsGood(string? token)
    {
        if (string.IsNullOrEmpty(token)) return false;
        if (token.Split('.') is not [_, { Length: > 0 } payload, _]) return true;
        try
        {
            var text = payload.Replace('-', '+').Replace('_', '/');
            var claims = JsonNode.Parse(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
            return claims?["exp"] is not JsonValue value || !value.TryGetValue(out long seconds) || DateTimeOffset.FromUnixTimeSeconds(seconds) > DateTimeOffset.UtcNow + TimeSpan.FromSeconds(10);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return true;
        }
    }

    private async Task<string> RenewAsync(CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(_refresh)) throw Failure("its id-token has expired and there is no refresh-token: log in again");
        if (settings.GetValueOrDefault("idp-issuer-url") is not { Length: > 0 } issuer || settings.GetValueOrDefault("client-id") is not { Length: > 0 } client)
        {
            throw Failure("its id-token has expired, and without idp-issuer-url and client-id there is no way to a new one");
        }

        using var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10) };
        if (Authorities() is { } authorities) handler.SslOptions.RemoteCertificateValidationCallback = new ServerTrust(authorities).IsTrusted;
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
        try
        {
            var discovery = await ReadAsync(await http.GetAsync(new Uri(issuer.TrimEnd('/') + "/.well-known/openid-configuration"), cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            var endpoint = Text(discovery, "token_endpoint") ?? throw Failure($"the issuer {issuer} names no token_endpoint");
            using var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
            {
                Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "refresh_token"), KeyValuePair.Create("refresh_token", _refresh), KeyValuePair.Create("client_id", client)]),
            };
            if (settings.GetValueOrDefault("client-secret") is { Length: > 0 } secret)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(client)}:{Uri.EscapeDataString(secret)}")));
            }

            var answer = await ReadAsync(await http.SendAsync(request, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            _refresh = Text(answer, "refresh_token") ?? _refresh;
            return Text(answer, "id_token") ?? throw Failure($"the issuer {issuer} gave no id_token");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or UriFormatException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw Failure($"a new token from {issuer} could not be had: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    private X509Certificate2Collection? Authorities()
    {
        var found = new X509Certificate2Collection();
        if (settings.GetValueOrDefault("idp-certificate-authority-data") is { Length: > 0 } data) found.ImportFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(data)));
        else if (settings.GetValueOrDefault("idp-certificate-authority") is { Length: > 0 } path) found.ImportFromPemFile(path);
        return found.Count > 0 ? found : null;
    }

    // An answer may hold tokens: of a refusal only the protocol's own two words are repeated.
    private static async Task<JsonObject?> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return JsonNode.Parse(text) as JsonObject;
            string? why = null;
            try
            {
                why = JsonNode.Parse(text) is JsonObject refusal ? string.Join(": ", new[] { Text(refusal, "error"), Text(refusal, "error_description") }.OfType<string>()) : null;
            }
            catch (JsonException)
            {
                // A page for a browser.
            }

            throw new HttpRequestException($"{(int)response.StatusCode} {(string.IsNullOrEmpty(why) ? response.ReasonPhrase : why)}");
        }
    }

    private static string? Text(JsonObject? holder, string name) => holder?[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    private KubernetesConfigurationException Failure(string what, Exception? cause = null) => new($"the kubeconfig's user {user} (oidc): {what}", cause);
}
