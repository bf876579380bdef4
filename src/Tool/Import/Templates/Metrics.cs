using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Writing;

namespace Argosy.Tool.Import.Templates;

/// <summary>Prometheus metrics as <c>[Metric]</c>.</summary>
internal static class Metrics
{
    /// <summary>The metrics of a template or of a whole workflow; all or none, for they are one list.</summary>
    public static IReadOnlyList<string> Take(FieldSet field, string indent)
    {
        if (field.Peek("metrics") is not MapNode { Entries.Count: 1 } metrics || metrics["prometheus"] is not ListNode list) return [];
        var texts = new List<string>();
        foreach (var item in list.Items)
        {
            if (item is not MapNode map || Metric(new FieldSet(map), indent) is not { } text) return [];
            texts.Add(text);
        }

        field.Take("metrics");
        return texts;
    }

    private static string? Metric(FieldSet metric, string indent)
    {
        if (metric.TakeText("name") is not { } name || metric.TakeText("help") is not { } help) return null;
        var attribute = new AttributeText("Metric", indent).WithText(name).WithText(help).Set("When", metric.TakeText("when"));
        if (metric.Peek("labels") is ListNode labels && labels.Items.All(IsPlainLabel))
        {
            metric.Take("labels");
            attribute.Set("Labels", [.. labels.Items.Cast<MapNode>().Select(l => $"{((ScalarNode)l["key"]!).Text}={((ScalarNode)l["value"]!).Text}")]);
        }

        if (metric.Child("gauge") is { } gauge)
        {
            // Without a word on it the attribute says that a gauge is not realtime.
            if (gauge.Map["realtime"] is null) return null;
            attribute.Set("Gauge", Text(gauge, "value")).Set("Realtime", gauge.TakeFlag("realtime")).Set("Operation", gauge.TakeText("operation"));
        }

        if (metric.Child("counter") is { } counter) attribute.Set("Counter", Text(counter, "value"));
        if (metric.Child("histogram") is { } histogram)
        {
            attribute.Set("Histogram", Text(histogram, "value"));
            if (histogram.Peek("buckets") is ListNode buckets && buckets.Items.All(b => b is ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float } number && IsCanonical(number.Text)))
            {
                histogram.Take("buckets");
                attribute.SetCode("Buckets", $"[{string.Join(", ", buckets.Items.Select(b => ((ScalarNode)b).Text))}]");
            }
        }

        return metric.Rest() is null ? attribute.ToString() : null;
    }

    private static string? Text(FieldSet field, string key) => field.Peek(key) is ScalarNode { Kind: ScalarKind.String } ? field.TakeText(key) : null;

    private static bool IsPlainLabel(Node item) =>
        item is MapNode { Entries.Count: 2 } map && map["key"] is ScalarNode key && !key.Text.Contains('=', StringComparison.Ordinal) && map["value"] is ScalarNode { Kind: ScalarKind.String };

    // A number that C# writes as the file does.
    private static bool IsCanonical(string number) =>
        double.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out var value) && value.ToString(System.Globalization.CultureInfo.InvariantCulture) == number;
}
