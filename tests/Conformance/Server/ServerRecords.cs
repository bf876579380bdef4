using System.Text.Json;
using System.Text.Json.Nodes;
using Argosy.ArgoServer;
using Argosy.Workflows;

namespace Argosy.Conformance;

/// <summary>
/// Each recorded request is one that our client makes for the purpose, and each recorded answer is understood: objects whole, lists, streams,
/// bytes, refusals with their code and sentence. Requests that only a person with curl makes (a path that does not exist) go through the client's lowest layer.
/// </summary>
public sealed class ServerRecords
{
    private const string Token = "Bearer of-the-test";

    private static IReadOnlyDictionary<string, Record> All => Records.LoadLines("server", "server.jsonl");

    public static TheoryData<string> Rows => Records.Lines("server", "server.jsonl");

    [Theory, MemberData(nameof(Rows))]
    public async Task Agrees(string id)
    {
        var record = Records.Get(All, id);
        ConformanceReport.Conclude(record, await CompareAsync(record));
    }

    private static async Task<string?> CompareAsync(Record record)
    {
        var status = record.Data.GetProperty("status").GetInt32();
        var body = record.Text("response");
        var headers = record.Data.GetProperty("headers");
        using var server = new ReplayServer(_ => new Answer(
            status, Header(headers, "Content-Type") ?? "application/json", body,
            Header(headers, "Content-Disposition") is { } disposition ? [("Content-Disposition", disposition)] : []));
        await using var client = ArgoServerClient.Open(new ArgoServerSettings
        {
            Address = $"127.0.0.1:{server.Port}",
            Secure = false,
            Token = Token,
            RetryBudget = TimeSpan.Zero,
        });
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        JsonNode? result = null;
        WorkflowClientException? failure = null;
        try
        {
            result = await new RecordedCall(record, client).MakeAsync(limit.Token);
        }
        catch (WorkflowClientException e)
        {
            failure = e;
        }

        if (!server.Seen.TryPeek(out var seen))
        {
            return "no request was made";
        }

        if (seen.Authorization != Token)
        {
            return "the request carries no token";
        }

        return RequestDifference(record, seen) ?? AnswerDifference(status, body, result, failure);
    }

    private static string? RequestDifference(Record record, SeenRequest seen)
    {
        if (seen.Method != record.Text("method"))
        {
            return $"method {seen.Method}, recorded {record.Text("method")}";
        }

        if (Normal(seen.PathAndQuery) != Normal(record.Text("path")))
        {
            return $"request {seen.PathAndQuery}, recorded {record.Text("path")}";
        }

        var recorded = record.Data.GetProperty("request");
        var wanted = recorded.ValueKind == JsonValueKind.Null ? "" : recorded.ValueKind == JsonValueKind.String ? recorded.GetString()! : recorded.GetRawText();
        if (wanted.Length == 0 != (seen.Body.Length == 0))
        {
            return $"body {seen.Body}, recorded {wanted}";
        }

        return wanted.Length == 0 || JsonNode.DeepEquals(Parse(seen.Body), Parse(wanted)) ? null : $"body {seen.Body}, recorded {wanted}";
    }

    private static string? AnswerDifference(int status, string body, JsonNode? result, WorkflowClientException? failure)
    {
        if (status >= 400)
        {
            if (failure is null)
            {
                return "the refusal was taken for an answer";
            }

            var error = Parse(body) as JsonObject;
            var code = (int?)((error?["error"] ?? error)?["code"] ?? error?["error"]?["grpc_code"]);
            var message = (string?)((error?["error"] ?? error)?["message"]) ?? body.Trim();
            if (!failure.Description.Contains(message, StringComparison.Ordinal))
            {
                return $"the refusal says '{failure.Description}', recorded '{message}'";
            }

            // An expired version comes as a bad request; plain text has no code.
            return code is null || message.StartsWith("too old resource version", StringComparison.Ordinal) || (int)GrpcOf(failure.Code) == code
                ? null
                : $"the refusal has the code {failure.Code}, recorded {code}";
        }

        if (failure is not null)
        {
            return $"failed: {failure.Message}";
        }

        var expected = RecordedCall.Expected(body);
        return JsonNode.DeepEquals(result, expected) ? null : $"understood {Short(result)}, recorded {Short(expected)}";
    }

    private static int GrpcOf(ClientErrorCode code) => code switch
    {
        ClientErrorCode.InvalidArgument => 3,
        ClientErrorCode.NotFound => 5,
        ClientErrorCode.AlreadyExists => 6,
        ClientErrorCode.PermissionDenied => 7,
        ClientErrorCode.Unimplemented => 12,
        ClientErrorCode.Internal => 13,
        ClientErrorCode.Unauthenticated => 16,
        _ => 2,
    };

    private static string Normal(string pathAndQuery)
    {
        var parts = pathAndQuery.Split('?', 2);
        var query = (parts.Length < 2 ? "" : parts[1]).Split('&').Select(Uri.UnescapeDataString).Order(StringComparer.Ordinal);
        return Uri.UnescapeDataString(parts[0]) + "?" + string.Join('&', query);
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static string? Header(JsonElement headers, string name) => headers.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Short(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "nothing";
        return text.Length > 300 ? text[..300] + "…" : text;
    }
}
