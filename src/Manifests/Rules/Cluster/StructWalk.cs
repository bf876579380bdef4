using Argosy.Manifests.Schema;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Cluster;

/// <summary>Walks all structs of an object. What the CRD leaves open (inline templates, items, plugins) is not entered.</summary>
internal static class StructWalk
{
    public static void Of(RuleContext context, Action<MapNode, StructType> visit)
    {
        var type = SchemaTable.OfKind(context.Object.Kind)!;
        visit(context.Object.Root, type);
        foreach (var field in (string[])["spec"])
            if (context.Object.Root.Map(field) is { } map) Struct(map, type.Field(field)!.Type.Struct!, visit);
    }

    private static void Struct(MapNode map, StructType type, Action<MapNode, StructType> visit)
    {
        visit(map, type);
        foreach (var entry in map.Entries)
        {
            if (entry.Key == "inline" && type.Name is "WorkflowStep" or "DAGTask") continue;
            if (type.Field(entry.Key) is { } field) Value(entry.Value, field.Type, visit);
        }
    }

    private static void Value(Node node, GoType type, Action<MapNode, StructType> visit)
    {
        switch (type.Kind)
        {
            case GoKind.Struct when node is MapNode map:
                Struct(map, type.Struct!, visit);
                break;
            case GoKind.List when node is ListNode list:
                foreach (var item in list.Items) Value(item, type.Element!, visit);
                break;
            case GoKind.Map when node is MapNode values:
                foreach (var entry in values.Entries) Value(entry.Value, type.Element!, visit);
                break;
            case GoKind.ParallelSteps when node is ListNode group:
                foreach (var step in group.Items.OfType<MapNode>()) Struct(step, SchemaTable.Struct("v1alpha1.WorkflowStep"), visit);
                break;
        }
    }
}
