using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Argosy.Kubernetes;

internal sealed partial class KubernetesApi
{
    // The API server's own alphabet for generated names: no vowels, and no digits that read like letters.
    private const string NameAlphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>
    /// Creates an object, once, whatever happens on the way. A generated name is made here, and the field manager is a mark of
    /// this one creation: when an answer is lost and the next attempt finds the name taken, managedFields tells whose object it is.
    /// </summary>
    public async Task<JsonObject> CreateAsync(ResourceKind kind, string? ns, JsonObject body, bool dryRun, CancellationToken cancellation, string validation = "Strict")
    {
        var wanted = (JsonObject)body.DeepClone();
        var metadata = wanted["metadata"] as JsonObject;
        if (metadata is null)
        {
            wanted["metadata"] = metadata = [];
        }

        var generated = string.IsNullOrEmpty((string?)metadata["name"]) && !string.IsNullOrEmpty((string?)metadata["generateName"]);
        var mark = "argosy-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(8)).ToLowerInvariant();
        for (var round = 0; ; round++)
        {
            if (generated)
            {
                metadata["name"] = CompleteName((string)metadata["generateName"]!);
            }

            var path = $"{kind.CollectionPath(ns)}?fieldManager={mark}&fieldValidation={validation}" + (dryRun ? "&dryRun=All" : "");
            var attempts = new Attempts();
            try
            {
                using var response = await SendAsync(HttpMethod.Post, path, Body(wanted), Repeat.Always, cancellation, attempts).ConfigureAwait(false);
                return await ReadObjectAsync(response, cancellation).ConfigureAwait(false);
            }
            catch (KubernetesApiException e) when (e.IsAlreadyExists)
            {
                if (attempts.Ambiguous && await FindOwnAsync(kind, ns, (string)metadata["name"]!, mark, wanted, cancellation).ConfigureAwait(false) is { } own)
                {
                    return own;
                }

                // Someone else's object has the name that chance gave us: take another.
                if (!generated || round >= 4)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>A name as the API server would complete it: cut so that five characters of chance fit.</summary>
    internal static string CompleteName(string prefix)
    {
        const int length = 5;
        const int longest = 63;
        var head = prefix.Length > longest - length ? prefix[..(longest - length)] : prefix;
        return head + RandomNumberGenerator.GetString(NameAlphabet, length);
    }

    private async Task<JsonObject?> FindOwnAsync(ResourceKind kind, string? ns, string name, string mark, JsonObject wanted, CancellationToken cancellation)
    {
        JsonObject live;
        try
        {
            live = await GetAsync(kind, ns, name, cancellation).ConfigureAwait(false);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return null;
        }

        if (live["metadata"]?["managedFields"] is JsonArray { Count: > 0 } managers)
        {
            return managers.Any(entry => (string?)entry?["manager"] == mark) ? live : null;
        }

        // Something strips managedFields here. The same spec, made in the last minutes, is ours.
        return JsonNode.DeepEquals(live["spec"], wanted["spec"])
            && DateTimeOffset.TryParse((string?)live["metadata"]?["creationTimestamp"], System.Globalization.CultureInfo.InvariantCulture, out var created)
            && (Clock.Now - created).Duration() < TimeSpan.FromMinutes(3)
            ? live
            : null;
    }
}
