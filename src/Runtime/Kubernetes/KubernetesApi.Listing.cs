using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Argosy.Kubernetes;

internal sealed partial class KubernetesApi
{
    private const int PageSize = 500;

    /// <summary>
    /// All objects of a selection, page by page, each once. A continue token that has expired meanwhile is answered with the
    /// server's own continuation, or, where it offers none, by one list of everything.
    /// </summary>
    public async IAsyncEnumerable<ResourcePage> ListAsync(
        ResourceKind kind, string? ns, string? labels, string? fields, int limit, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? token = null;
        var size = limit > 0 ? limit : PageSize;
        var whole = false;
        var continued = false;
        while (true)
        {
            JsonObject list;
            try
            {
                list = await GetPathAsync($"{kind.CollectionPath(ns)}?{Query(labels, fields)}{(whole ? "" : $"&limit={size}")}"
                    + (token is null ? "" : $"&continue={Uri.EscapeDataString(token)}"), cancellation).ConfigureAwait(false);
            }
            catch (KubernetesApiException e) when (e.IsGone && token is not null)
            {
                token = e.ContinueToken;
                whole = token is null;
                continued = true;
                continue;
            }

            // Taken out of the list, so that each can be put into another document.
            var received = list["items"] as JsonArray ?? [];
            var entries = received.ToArray();
            received.Clear();
            var items = new List<JsonObject>(entries.Length);
            foreach (var item in entries)
            {
                if (item is JsonObject entry && seen.Add((string?)entry["metadata"]?["uid"] ?? $"{entry["metadata"]?["namespace"]}/{entry["metadata"]?["name"]}"))
                {
                    items.Add(entry);
                }
            }

            // Items of built-in kinds come without these; a caller must not care which kind it is.
            foreach (var item in items)
            {
                item["apiVersion"] ??= kind.ApiVersion;
                item["kind"] ??= kind.Kind;
            }

            token = (string?)list["metadata"]?["continue"];
            var last = string.IsNullOrEmpty(token);

            // After an expired token the pages are of different times: nothing can be watched from there without a gap.
            yield return new ResourcePage(items, (string?)list["metadata"]?["resourceVersion"] ?? "", IsConsistent: !continued);
            if (last)
            {
                yield break;
            }
        }
    }

    private static string Query(string? labels, string? fields)
    {
        var parts = new List<string>();
        if (!string.IsNullOrEmpty(labels))
        {
            parts.Add("labelSelector=" + Uri.EscapeDataString(labels));
        }

        if (!string.IsNullOrEmpty(fields))
        {
            parts.Add("fieldSelector=" + Uri.EscapeDataString(fields));
        }

        return string.Join('&', parts);
    }
}

/// <summary>One page of a list.</summary>
/// <param name="Items">The objects.</param>
/// <param name="ResourceVersion">The version of the whole list.</param>
/// <param name="IsConsistent">Whether all pages so far show one moment.</param>
internal sealed record ResourcePage(IReadOnlyList<JsonObject> Items, string ResourceVersion, bool IsConsistent);
