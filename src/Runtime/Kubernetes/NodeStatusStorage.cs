using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Argosy.Kubernetes;

/// <summary>
/// How Argo keeps the nodes of a large workflow: in <c>status.nodes</c>; packed in <c>status.compressedNodes</c> (gzip, base64)
/// when the object would be too large; or in its database, where <c>status.offloadNodeStatusVersion</c> is all that stays.
/// </summary>
internal static class NodeStatusStorage
{
    // The store takes objects of 1.5 MB; Argo packs above one.
    private const int LargestPlain = 1024 * 1024;

    /// <summary>Whether the nodes are in Argo's database, which only an Argo Server can read.</summary>
    public static bool IsOffloaded(JsonObject workflow) =>
        workflow["status"] is JsonObject status && (string?)status["offloadNodeStatusVersion"] is { Length: > 0 } && status["nodes"] is not JsonObject { Count: > 0 };

    /// <summary>Puts packed nodes back in their place; an object without any is left as it is.</summary>
    public static void Unpack(JsonObject workflow)
    {
        if (workflow["status"] is not JsonObject status || (string?)status["compressedNodes"] is not { Length: > 0 } packed)
        {
            return;
        }

        try
        {
            using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(packed)), CompressionMode.Decompress);
            status["nodes"] = JsonNode.Parse(gzip);
            status.Remove("compressedNodes");
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or JsonException)
        {
            throw new InvalidDataException(
                $"the compressed node status of workflow {(string?)workflow["metadata"]?["name"]} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Packs the nodes when the object is too large without.</summary>
    public static void PackIfLarge(JsonObject workflow)
    {
        if (workflow["status"] is not JsonObject { } status || status["nodes"] is not JsonObject { Count: > 0 } nodes
            || JsonSerializer.SerializeToUtf8Bytes(workflow).Length <= LargestPlain)
        {
            return;
        }

        status["compressedNodes"] = Pack(nodes);
        status.Remove("nodes");
    }

    public static string Pack(JsonObject nodes)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            JsonSerializer.Serialize(gzip, nodes);
        }

        return Convert.ToBase64String(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
