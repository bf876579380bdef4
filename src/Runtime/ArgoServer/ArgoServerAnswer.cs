using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argosy.Workflows;

namespace Argosy.ArgoServer;

/// <summary>What an Argo Server answers when it says no: a gRPC code and a sentence, on its own or as the last line of a stream.</summary>
internal static class ArgoServerAnswer
{
    public static WorkflowClientException Failure(int httpCode, string body)
    {
        try
        {
            if (JsonNode.Parse(body) is JsonObject answer && Failure(answer) is { } known)
            {
                return known;
            }
        }
        catch (JsonException)
        {
            // Not the server's own form: a proxy's page, or the plain text of the artifact endpoint.
        }

        var text = body.Trim();
        return new WorkflowClientException(FromHttp(httpCode), text.Length == 0 || text.StartsWith('<')
            ? $"the Argo Server answered {httpCode} ({(HttpStatusCode)httpCode})"
            : text.Length > 400 ? text[..400] + "…" : text);
    }

    /// <summary>The failure that an object tells of: <c>{"code", "message"}</c>, or <c>{"error": {"grpc_code", "message"}}</c> in a stream.</summary>
    public static WorkflowClientException? Failure(JsonObject answer)
    {
        var error = answer["error"] as JsonObject ?? answer;
        if ((error["grpc_code"] ?? error["code"]) is not JsonValue code || !code.TryGetValue(out int number) || error["message"] is not JsonValue message
            || !message.TryGetValue(out string? text))
        {
            return null;
        }

        // The server hands an expired version through as a bad request of the API server.
        return text.StartsWith("too old resource version", StringComparison.Ordinal)
            ? new WorkflowClientException(ClientErrorCode.Expired, text)
            : new WorkflowClientException(FromGrpc(number), text);
    }

    private static ClientErrorCode FromGrpc(int code) => code switch
    {
        3 => ClientErrorCode.InvalidArgument,
        5 => ClientErrorCode.NotFound,
        6 => ClientErrorCode.AlreadyExists,
        7 => ClientErrorCode.PermissionDenied,
        8 => ClientErrorCode.ResourceExhausted,
        10 => ClientErrorCode.Conflict,
        11 => ClientErrorCode.Expired,
        12 => ClientErrorCode.Unimplemented,
        13 => ClientErrorCode.Internal,
        4 or 14 => ClientErrorCode.Unavailable,
        16 => ClientErrorCode.Unauthenticated,
        _ => ClientErrorCode.Unknown,
    };

    private static ClientErrorCode FromHttp(int code) => code switch
    {
        400 => ClientErrorCode.InvalidArgument,
        401 => ClientErrorCode.Unauthenticated,
        403 => ClientErrorCode.PermissionDenied,
        404 => ClientErrorCode.NotFound,
        409 => ClientErrorCode.AlreadyExists,
        410 => ClientErrorCode.Expired,
        429 => ClientErrorCode.ResourceExhausted,
        405 or 501 => ClientErrorCode.Unimplemented,
        502 or 503 or 504 => ClientErrorCode.Unavailable,
        >= 500 => ClientErrorCode.Internal,
        _ => ClientErrorCode.Unknown,
    };
}
