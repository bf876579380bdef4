using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argosy.Workflows;
using k8s;

namespace Argosy.Kubernetes;

/// <summary>
/// Who the credentials say we are, without asking the server: the user of basic auth, the claims of a bearer token that is
/// a JWT, or the common name of the client certificate. An opaque token says nothing.
/// </summary>
internal static class KubernetesIdentity
{
    public static WorkflowIdentity? Of(KubernetesClientConfiguration config)
    {
        if (!string.IsNullOrEmpty(config.Username))
        {
            return new WorkflowIdentity(config.Username);
        }

        var token = config.AccessToken;
        if (string.IsNullOrEmpty(token) && config.TokenProvider is k8s.Authentication.TokenFileAuth file)
        {
            token = file.GetAuthenticationHeaderAsync(default).GetAwaiter().GetResult().Parameter;
        }

        if (FromToken(token) is { } claims)
        {
            return claims;
        }

        return string.IsNullOrEmpty(token) && Certificates.Client(config) is { } certificate
            && certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } name
            ? new WorkflowIdentity(name)
            : null;
    }

    /// <summary>Reads the claims of a JWT; they are not verified here, the server does that.</summary>
    public static WorkflowIdentity? FromToken(string? token)
    {
        if (token?.Split('.') is not [_, { Length: > 0 } payload, _])
        {
            return null;
        }

        try
        {
            var text = payload.Replace('-', '+').Replace('_', '/');
            var bytes = Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
            return JsonNode.Parse(Encoding.UTF8.GetString(bytes)) is JsonObject claims
                ? new WorkflowIdentity(Claim(claims, "sub"), Claim(claims, "email"), Claim(claims, "preferred_username"))
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string Claim(JsonObject claims, string name) =>
        claims[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : "";
}
