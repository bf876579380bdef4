using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Argosy.Manifests.Expressions;

namespace Argosy.Engine;

/// <summary>Sends the requests of http templates.</summary>
internal sealed class HttpTemplates
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>One request: phase, message and outputs of its node.</summary>
    public async Task<(string Phase, string? Message, JsonObject? Outputs)> SendAsync(JsonObject template, Func<string, string, string?> secret, CancellationToken cancellation)
    {
        var http = template.Object("http") ?? [];
        var method = http.Text("method") is { Length: > 0 } m ? m : "GET";
        var url = http.Text("url") ?? "";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(http.Number("timeoutSeconds") is { } t and > 0 ? t : 30));
        try
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), url);
            var body = http.Object("bodyFrom").Text("bytes") is { } bytes ? Convert.FromBase64String(bytes) : Encoding.UTF8.GetBytes(http.Text("body") ?? "");
            if (body.Length > 0 || method is "POST" or "PUT" or "PATCH")
                request.Content = new ByteArrayContent(body);
            foreach (var header in http.Items("headers"))
            {
                var name = header.Text("name") ?? "";
                var value = header.Text("value") ?? (header.Object("valueFrom").Object("secretKeyRef") is { } reference ? secret(reference.Text("name") ?? "", reference.Text("key") ?? "") : null) ?? "";
                if (!request.Headers.TryAddWithoutValidation(name, value))
                    request.Content?.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await Client.SendAsync(request, limit.Token).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(limit.Token).ConfigureAwait(false);
            var outputs = new JsonObject { ["result"] = text };
            if (http.Text("successCondition") is { Length: > 0 } condition)
            {
                var names = new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["request"] = new Dictionary<string, object?> { ["method"] = method, ["url"] = url, ["body"] = Encoding.UTF8.GetString(body), ["headers"] = Headers(request.Headers) },
                    ["response"] = new Dictionary<string, object?> { ["statusCode"] = (long)response.StatusCode, ["body"] = text, ["headers"] = Headers(response.Headers, response.Content.Headers) },
                };
                return ExpressionEvaluator.EvaluateBare(condition, names)
                    ? (Phases.Succeeded, null, outputs)
                    : (Phases.Failed, $"successCondition '{condition}' evaluated false", outputs);
            }

            var code = (int)response.StatusCode;
            return code is >= 200 and < 300
                ? (Phases.Succeeded, null, outputs)
                : (Phases.Failed, $"received non-2xx response code: {code.ToString(CultureInfo.InvariantCulture)}", outputs);
        }
        catch (ExpressionException e)
        {
            return (Phases.Error, e.Message, null);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or UriFormatException or InvalidOperationException or NotSupportedException && !cancellation.IsCancellationRequested)
        {
            var cause = e is OperationCanceledException ? "context deadline exceeded" : e.InnerException?.Message ?? e.Message;
            return (Phases.Failed, $"{char.ToUpperInvariant(method[0])}{method[1..].ToLowerInvariant()} \"{url}\": {cause}", null);
        }
    }

    private static Dictionary<string, object?> Headers(params System.Net.Http.Headers.HttpHeaders[] sources)
    {
        var all = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var source in sources)
            foreach (var (name, values) in source)
                all[name] = values.Select(v => (object?)v).ToList();
        return all;
    }
}
