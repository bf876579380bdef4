using System.Text.Json.Nodes;
using Argosy.Kubernetes;

namespace Argosy.Conformance;

/// <summary>Workflows as the API server stores them and as the Argo Server serves them: both sides are one workflow.</summary>
public sealed class OffloadRecords
{
    [Fact]
    public void Compressed_nodes_are_those_that_the_Argo_Server_serves()
    {
        var stored = Read("compressed.stored.json");
        NodeStatusStorage.Unpack(stored);
        var served = Read("compressed.served.json");
        var same = JsonNode.DeepEquals(stored["status"]!["nodes"], served["status"]!["nodes"]);
        ConformanceReport.Conclude("offload", "compressed", same ? null : "the unpacked nodes differ from the served ones");
    }

    [Fact]
    public void Nodes_packed_by_us_are_unpacked_to_the_same()
    {
        var served = Read("compressed.served.json");
        var nodes = (JsonObject)served["status"]!["nodes"]!;
        var packed = new JsonObject { ["status"] = new JsonObject { ["compressedNodes"] = NodeStatusStorage.Pack(nodes) } };
        NodeStatusStorage.Unpack(packed);
        ConformanceReport.Conclude("offload", "packed", JsonNode.DeepEquals(nodes, packed["status"]!["nodes"]) ? null : "packing loses something");
    }

    [Fact]
    public void Offloaded_nodes_are_recognised_on_one_side_and_read_on_the_other()
    {
        var stored = Read("offloaded.stored.json");
        var served = Read("offloaded.served.json");
        NodeStatusStorage.Unpack(stored);
        NodeStatusStorage.Unpack(served);
        var difference = !NodeStatusStorage.IsOffloaded(stored) ? "the stored workflow is not seen to be offloaded"
            : NodeStatusStorage.IsOffloaded(served) ? "the served workflow is taken for offloaded"
            : served["status"]!["nodes"] is JsonObject { Count: > 0 } ? null : "the served workflow has no nodes";
        ConformanceReport.Conclude("offload", "offloaded", difference);
    }

    private static JsonObject Read(string file)
    {
        Assert.SkipWhen(RecordFolder.Path is null, RecordFolder.MissingReason);
        var path = Path.Combine(RecordFolder.Path!, "offload", file);
        Assert.SkipUnless(File.Exists(path), $"The folder of records has no offload/{file}.");
        return (JsonObject)JsonNode.Parse(File.ReadAllText(path))!;
    }
}
