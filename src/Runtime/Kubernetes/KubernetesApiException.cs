using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argosy.Kubernetes;

/// <summary>An answer of the API server that says no: its <c>Status</c> object.</summary>
internal sealed class KubernetesApiException(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    private const string UnknownPath = "UnknownPath";

    /// <summary>The HTTP status.</summary>
    public int Code { get; } = code;

    /// <summary>Kubernetes' own word: <c>NotFound</c>, <c>AlreadyExists</c>, <c>Conflict</c>, <c>Invalid</c>, <c>Forbidden</c>, <c>Expired</c> …</summary>
    public string Reason { get; } = reason;

    public JsonObject? Details { get; } = details;

    public bool IsNotFound => Code == 404;

    public bool IsAlreadyExists => Code == 409 && Reason == "AlreadyExists";

    public bool IsConflict => Code == 409 && Reason != "AlreadyExists";

    public bool IsGone => Code == 410 || Reason is "Expired" or "Gone";

    /// <summary>
    /// A 404 that is no Status object: the server does not serve this kind of object. One that has just started serves
    /// custom resources a moment later than the rest, so this is no last word where they were served before.
    /// </summary>
    public bool IsUnknownPath => Code == 404 && Reason == UnknownPath;

    /// <summary>Whether the same request may well be answered in a moment.</summary>
    public bool IsTransient => Code is 429 or 500 or 502 or 503 or 504;

    /// <summary>Where a list can go on although its continue token has expired.</summary>
    public string? ContinueToken { get; private init; }

    public static KubernetesApiException FromStatus(JsonObject status, int httpCode)
    {
        var code = (int?)AsLong(status["code"]) ?? httpCode;
        var reason = Text(status["reason"]) ?? ((HttpStatusCode)code).ToString();
        var message = Text(status["message"]);
        return new KubernetesApiException(code, reason, string.IsNullOrEmpty(message) ? Fallback(code) : message, status["details"] as JsonObject)
        {
            ContinueToken = Text(status["metadata"]?["continue"]) is { Length: > 0 } token ? token : null,
        };
    }

    public static KubernetesApiException FromBody(int httpCode, string body)
    {
        try
        {
            if (JsonNode.Parse(body) is JsonObject status && Text(status["kind"]) == "Status")
            {
                return FromStatus(status, httpCode);
            }
        }
        catch (JsonException)
        {
            // A proxy's page or the server's plain text: shown below, cut.
        }

        var text = body.Trim();
        var plain = text.Length == 0 || text.StartsWith('<') || text.StartsWith("404 page not found", StringComparison.Ordinal) ? Fallback(httpCode) : text.Length > 400 ? text[..400] + "…" : text;
        return new KubernetesApiException(httpCode, httpCode == 404 ? UnknownPath : ((HttpStatusCode)httpCode).ToString(), plain);
    }

    private static string Fallback(int code) => code switch
    {
        401 => "the API server does not accept these credentials (401): are they expired?",
        403 => "the API server does not allow this (403)",
        404 => "the API server does not know this address (404): is Argo Workflows installed in the cluster?",
        _ => $"the API server answered {code} ({(HttpStatusCode)code})",
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static long? AsLong(JsonNode? node) => node is JsonValue value && value.TryGetValue(out long number) ? number : null;
}
