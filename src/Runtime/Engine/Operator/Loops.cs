using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argosy.Manifests.Tags;

namespace Argosy.Engine;

/// <summary>The loops of steps and tasks: which items there are, what each is called, and the body with its item put in.</summary>
internal static class Loops
{
    /// <summary>Whether the step or task is a loop. An empty list or an empty <c>withParam</c> is none.</summary>
    public static bool IsLoop(JsonObject step) =>
        step.List("withItems") is { Count: > 0 } || step.Text("withParam") is { Length: > 0 } || step.Object("withSequence") is not null;

    /// <summary>One step or task for each item.</summary>
    /// <exception cref="OperationException">There is no list of items.</exception>
    /// <exception cref="TagException">A tag of the body is unknown.</exception>
    public static List<JsonObject> Expand(JsonObject step, Dictionary<string, object?> scope)
    {
        var when = step.Text("when") ?? "";
        var items = Items(step, when);
        var body = step.Clone();
        body.Remove("withItems");
        body.Remove("withParam");
        body.Remove("withSequence");
        var text = GoJson.Text(body);
        var isOff = when.Length > 0 && Conditions.IsFalse(when);
        var name = step.Text("name") ?? "";
        var expanded = new List<JsonObject>(items.Count);
        var values = new Dictionary<string, object?>(scope, StringComparer.Ordinal);
        if (isOff)
            foreach (var key in values.Where(p => p.Value is null).Select(p => p.Key).ToList())
                values.Remove(key);
        var own = new List<string>();
        for (var i = 0; i < items.Count; i++)
        {
            foreach (var key in own)
                values.Remove(key);
            own.Clear();
            var description = AddItem(values, own, items[i]);
            var replaced = TagSubstitution.ReplaceJson(text, values, allowUnresolved: isOff);
            var one = JsonNode.Parse(replaced)!.AsObject();
            one["name"] = NodeNames.Item(name, i, description);
            if (step["template"] is { } template)
                one["template"] = template.DeepClone();
            expanded.Add(one);
        }

        return expanded;
    }

    private static string AddItem(Dictionary<string, object?> values, List<string> own, LoopItem item)
    {
        void Set(string key, string value)
        {
            values[key] = value;
            own.Add(key);
        }

        switch (item.Value)
        {
            case JsonObject map:
                var parts = new List<string>();
                foreach (var (key, value) in map)
                {
                    var text = ItemText(item.Raw(value));
                    Set("item." + key, text);
                    parts.Add($"{key}:{text}");
                }

                parts.Sort(StringComparer.Ordinal);
                Set("item", MapText(item, map));
                return string.Join(",", parts);
            case JsonArray list:
                var texts = list.Select(v => ItemText(item.Raw(v))).ToList();
                Set("item", "[" + string.Join(",", list.Select(v => CanonicalText(item.Raw(v)))) + "]");
                return "[" + string.Join(" ", texts) + "]";
            case null:
                Set("item", "null");
                return "[]";
            case JsonValue v when v.GetValueKind() == JsonValueKind.String:
                var s = v.GetValue<string>();
                Set("item", s);
                return ItemText(item.Raw(v));
            default:
                var scalar = ItemText(item.Raw(item.Value));
                Set("item", scalar);
                return scalar;
        }
    }

    /// <summary>A value as it stands in the JSON text: strings without their quotes but with their escapes.</summary>
    private static string ItemText(string raw) => raw switch
    {
        ['"', .., '"'] => raw[1..^1],
        ['{' or '[', ..] => CanonicalText(raw).Replace("\\u003c", "<", StringComparison.Ordinal).Replace("\\u003e", ">", StringComparison.Ordinal).Replace("\\u0026", "&", StringComparison.Ordinal),
        _ => raw,
    };

    private static string MapText(LoopItem item, JsonObject map) =>
        "{" + string.Join(",", map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => GoJson.Quoted(p.Key) + ":" + CanonicalText(item.Raw(p.Value)))) + "}";

    // Inside an item each value keeps its JSON text, compacted, with Go's escapes for markup.
    private static string CanonicalText(string raw)
    {
        var text = new StringBuilder(raw.Length);
        var inString = false;
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            if (inString && c == '\\')
            {
                text.Append(c).Append(raw[++i]);
                continue;
            }

            if (c == '"')
                inString = !inString;
            if (c is '<' or '>' or '&')
                text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else if (inString || c is not (' ' or '\n' or '\t' or '\r'))
                text.Append(c);
        }

        return text.ToString();
    }

    private static List<LoopItem> Items(JsonObject step, string when)
    {
        if (step.List("withItems") is { Count: > 0 } list)
            return [.. list.Select(v => new LoopItem(v, StoredNumbers: true))];
        try
        {
            if (step.Text("withParam") is { Length: > 0 } text)
                return ItemsOfText(text);
            return step.Object("withSequence") is { } sequence ? Sequence(sequence) : [];
        }
        catch (OperationException) when (when.Length > 0 && Conditions.IsFalse(when))
        {
            return [];
        }
    }

    private static List<LoopItem> ItemsOfText(string text)
    {
        OperationException NoList(string cause) => new($"withParam value could not be parsed as a JSON list: {text.Trim()}: {cause}");
        if (GoJsonReader.Fault(text) is { } fault)
            throw NoList(fault);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.ValueKind switch
        {
            JsonValueKind.Array => [.. document.RootElement.EnumerateArray().Select(LoopItem.Of)],
            JsonValueKind.Null => [],
            var kind => throw NoList($"json: cannot unmarshal {GoKind(kind)} into Go value of type []v1alpha1.Item"),
        };
    }

    private static string GoKind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        _ => "bool",
    };

    private static List<LoopItem> Sequence(JsonObject sequence)
    {
        var start = Integer(sequence, "start") ?? 0;
        long end;
        if (Integer(sequence, "end") is { } last)
        {
            end = last;
        }
        else if (Integer(sequence, "count") is { } count)
        {
            if (count == 0)
                return [];
            end = start + count - 1;
        }
        else
        {
            throw new OperationException("neither end nor count was specified in withSequence");
        }

        var format = sequence.Text("format") is { Length: > 0 } f ? f : "%d";
        var items = new List<LoopItem>();
        var step = start <= end ? 1 : -1;
        for (var i = start; ; i += step)
        {
            var json = "\"" + GoFormat.Integer(format, i) + "\"";
            if (GoJsonReader.Fault(json) is { } fault)
                throw new OperationException(fault);
            using var document = JsonDocument.Parse(json);
            items.Add(LoopItem.Of(document.RootElement));
            if (i == end)
                break;
        }

        return items;
    }

    private static long? Integer(JsonObject sequence, string key)
    {
        if (sequence.Text(key) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new OperationException($"strconv.Atoi: parsing {GoJson.Quoted(text)}: invalid syntax");
    }
}

/// <summary>One item of a loop: its value, and the JSON text that each part of it was written as.</summary>
internal sealed record LoopItem(JsonNode? Value, bool StoredNumbers)
{
    private readonly Dictionary<JsonNode, string> _raw = new(ReferenceEqualityComparer.Instance);

    public static LoopItem Of(JsonElement element)
    {
        var item = new LoopItem(JsonNode.Parse(element.GetRawText()), StoredNumbers: false);
        item.Remember(item.Value, element);
        return item;
    }

    /// <summary>The text of a part as it was written; a part of a list in the manifest is as the API server stores it.</summary>
    public string Raw(JsonNode? node)
    {
        if (node is null)
            return "null";
        if (_raw.TryGetValue(node, out var text))
            return text;
        return node is JsonValue v && v.GetValueKind() == JsonValueKind.Number ? StoredNumber(v) : StoredText(node);
    }

    private void Remember(JsonNode? node, JsonElement element)
    {
        if (node is null)
            return;
        _raw[node] = element.GetRawText();
        switch (node)
        {
            case JsonObject o:
                foreach (var property in element.EnumerateObject())
                    Remember(o[property.Name], property.Value);
                break;
            case JsonArray a:
                var i = 0;
                foreach (var child in element.EnumerateArray())
                    Remember(a[i++], child);
                break;
        }
    }

    private static string StoredText(JsonNode node) => node switch
    {
        JsonObject o => "{" + string.Join(",", o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => Plain(p.Key) + ":" + (p.Value is null ? "null" : StoredText(p.Value)))) + "}",
        JsonArray a => "[" + string.Join(",", a.Select(v => v is null ? "null" : StoredText(v))) + "]",
        JsonValue v when v.GetValueKind() == JsonValueKind.Number => StoredNumber(v),
        JsonValue v when v.GetValueKind() == JsonValueKind.String => Plain(v.GetValue<string>()),
        _ => node.ToJsonString(),
    };

    private static string Plain(string text) =>
        GoJson.Quoted(text).Replace("\\u003c", "<", StringComparison.Ordinal).Replace("\\u003e", ">", StringComparison.Ordinal).Replace("\\u0026", "&", StringComparison.Ordinal);

    private static string StoredNumber(JsonValue value)
    {
        var text = value.ToJsonString();
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            return integer.ToString(CultureInfo.InvariantCulture);
        var number = double.Parse(text, CultureInfo.InvariantCulture);
        return GoFormat.JsonNumber(number);
    }
}
