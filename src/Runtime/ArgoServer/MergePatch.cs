using System.Text.Json.Nodes;

namespace Argosy.ArgoServer;

/// <summary>JSON merge patch (RFC 7386) on an object here.</summary>
internal static class MergePatch
{
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            switch (value)
            {
                case null:
                    target.Remove(name);
                    break;
                case JsonObject nested:
                    if (target[name] is not JsonObject child)
                    {
                        target[name] = child = [];
                    }

                    Apply(child, nested);
                    break;
                default:
                    target[name] = value.DeepClone();
                    break;
            }
        }
    }
}
