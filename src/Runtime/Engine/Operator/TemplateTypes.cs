using System.Text.Json.Nodes;

namespace Argosy.Engine;

/// <summary>What kind of template an object is.</summary>
internal static class TemplateTypes
{
    public static readonly string[] Blocks = ["container", "containerSet", "steps", "script", "resource", "dag", "suspend", "data", "http", "plugin"];

    /// <summary>The block that makes the template's type; null if it has none.</summary>
    public static string? Of(JsonObject template) => Blocks.FirstOrDefault(b => template[b] is not null);

    public static bool IsPod(string? type) => type is "container" or "containerSet" or "script" or "resource" or "data";

    /// <summary>The type of the node that runs a template of this type.</summary>
    public static string NodeType(JsonObject template) => template.Object("retryStrategy") is not null ? NodeTypes.Retry : Of(template) switch
    {
        "steps" => NodeTypes.Steps,
        "dag" => NodeTypes.Dag,
        "suspend" => NodeTypes.Suspend,
        "http" => NodeTypes.Http,
        "plugin" => NodeTypes.Plugin,
        _ => NodeTypes.Pod,
    };
}
