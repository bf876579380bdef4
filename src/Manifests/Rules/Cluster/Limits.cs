using System.Globalization;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Cluster;

/// <summary>How many and how large things may be.</summary>
internal sealed class Limits : IManifestRule
{
    public void Check(RuleContext context) => StructWalk.Of(context, (map, type) =>
    {
        switch (type.Name)
        {
            case "WorkflowSpec":
                AtMost(map, "templates", 200);
                Minimum(map, "parallelism", 1);
                break;
            case "Template":
                Minimum(map, "parallelism", 1);
                AtLeastOne(map, "steps");
                break;
            case "DAGTemplate":
                AtMost(map, "tasks", 200);
                break;
            case "Inputs":
                AtMost(map, "parameters", 500);
                break;
            case "Metrics":
                AtMost(map, "prometheus", 100);
                break;
            case "Parameter":
                AtLeastOne(map, "enum");
                break;
            case "Gauge":
                if (map.Text("value").Length > 256) context.Report(RuleCatalog.Api.Bounds, "the value of a gauge has at most 256 characters", map.At("value").Place);
                break;
            case "Artifact":
                if (map["mode"] is ScalarNode mode && int.TryParse(mode.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bits) && bits is < 0 or > 511)
                    context.Report(RuleCatalog.Api.Bounds, $"mode is at most 511 (0777); {mode.Text} is decimal: write 0{Octal(mode.Text)} if the permissions {mode.Text} are meant", mode.Place);
                break;
        }

        void AtMost(MapNode of, string field, int count)
        {
            if (of.List(field) is { } list && list.Items.Count > count)
                context.Report(RuleCatalog.Api.TooMany, $"{field} has {list.Items.Count} items; the API server takes at most {count}", (list.Items[count] as MapNode)?.Place ?? list.Place);
        }

        void AtLeastOne(MapNode of, string field)
        {
            if (of.List(field) is { Items.Count: 0 } list) context.Report(RuleCatalog.Api.Bounds, $"{field} should have at least one item", list.Place);
        }

        void Minimum(MapNode of, string field, long least)
        {
            if (of[field] is ScalarNode number && long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value < least)
                context.Report(RuleCatalog.Api.Bounds, $"{field} must be at least {least}", number.Place);
        }
    });

    private static string Octal(string text) => text.All(c => c is >= '0' and <= '7') ? text : "644";
}
