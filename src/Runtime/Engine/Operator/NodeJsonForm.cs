using System.Globalization;
using System.Text.Json.Nodes;

namespace Argosy.Engine;

/// <summary>Nodes between the engine and Argo's NodeStatus.</summary>
internal static class NodeJsonForm
{
    public static JsonObject Write(Node node, string? progress)
    {
        var json = new JsonObject { ["id"] = node.Id, ["name"] = node.Name, ["displayName"] = node.DisplayName, ["type"] = node.Type };
        void Text(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                json[key] = value;
        }

        Text("templateName", node.TemplateName);
        if (node.TemplateRef is { } reference)
            json["templateRef"] = reference.DeepClone();
        Text("templateScope", node.TemplateScope);
        Text("phase", node.Phase);
        Text("boundaryID", node.BoundaryId);
        Text("message", node.Message);
        json["startedAt"] = node.StartedAt is { } started ? Time(started) : null;
        json["finishedAt"] = node.FinishedAt is { } finished ? Time(finished) : null;
        Text("progress", progress);
        if (node.ResourcesDuration is { } resources)
            json["resourcesDuration"] = resources.DeepClone();
        Text("podIP", node.PodIp);
        if (node.Daemoned)
            json["daemoned"] = true;
        if (node.Flag is { } flag)
        {
            var shown = new JsonObject();
            if (flag.Hooked)
                shown["hooked"] = true;
            if (flag.Retried)
                shown["retried"] = true;
            json["nodeFlag"] = shown;
        }

        if (node.Inputs is { } inputs)
            json["inputs"] = inputs.DeepClone();
        if (node.Outputs is { } outputs)
            json["outputs"] = outputs.DeepClone();
        if (node.Children.Count > 0)
            json["children"] = new JsonArray([.. node.Children.Select(c => (JsonNode)c)]);
        if (node.OutboundNodes is { Count: > 0 } outbound)
            json["outboundNodes"] = new JsonArray([.. outbound.Select(c => (JsonNode)c)]);
        Text("hostNodeName", node.HostNodeName);
        if (node.Memoization is { } memoization)
            json["memoizationStatus"] = memoization.DeepClone();
        if (node.WaitingForLock is { } waiting)
            json["synchronizationStatus"] = new JsonObject { ["waiting"] = waiting };
        return json;
    }

    public static Node Read(JsonObject json)
    {
        var node = new Node
        {
            Id = json.Text("id") ?? "",
            Name = json.Text("name") ?? "",
            Type = json.Text("type") ?? "",
            DisplayName = json.Text("displayName") ?? "",
            TemplateName = json.Text("templateName"),
            TemplateRef = json.Object("templateRef")?.Clone(),
            TemplateScope = json.Text("templateScope") ?? "",
            Phase = json.Text("phase") ?? "",
            BoundaryId = json.Text("boundaryID") ?? "",
            Message = json.Text("message") ?? "",
            StartedAt = ReadTime(json.Text("startedAt")),
            FinishedAt = ReadTime(json.Text("finishedAt")),
            Flag = json.Object("nodeFlag") is { } flag ? new NodeFlag(flag.Flag("hooked"), flag.Flag("retried")) : null,
            Daemoned = json.Flag("daemoned"),
            PodIp = json.Text("podIP"),
            HostNodeName = json.Text("hostNodeName"),
            Inputs = json.Object("inputs")?.Clone(),
            Outputs = json.Object("outputs")?.Clone(),
            Memoization = json.Object("memoizationStatus")?.Clone(),
            ResourcesDuration = json.Object("resourcesDuration")?.Clone(),
            WaitingForLock = json.Object("synchronizationStatus").Text("waiting"),
            OutboundNodes = json.List("outboundNodes") is { } outbound ? [.. outbound.Select(o => o!.GetValue<string>())] : null,
        };
        foreach (var child in json.List("children") ?? [])
            node.AddChild(child!.GetValue<string>());
        return node;
    }

    public static string Time(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static DateTime? ReadTime(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
