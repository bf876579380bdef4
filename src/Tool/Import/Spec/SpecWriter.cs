using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Writing;
using k8s.Models;

namespace Argosy.Tool.Import.Spec;

/// <summary>
/// Writes a part of a manifest as the constant C# object tree that <c>Spec = nameof(X)</c> reads, over the typed models:
/// the last resort of the import, which can say every field that Argo and Kubernetes have.
/// </summary>
internal sealed class SpecWriter(Action<Node, string> inexpressible)
{
    private static readonly Dictionary<Type, Dictionary<string, PropertyInfo>> PropertiesOf = [];

    /// <summary>The trees written so far, from their roots: what attributes and bodies did not say.</summary>
    public List<MapNode> Trees { get; } = [];

    /// <summary>A whole tree as the initialiser of its object.</summary>
    public string Tree(Type type, MapNode fields, string indent)
    {
        Trees.Add(fields);
        return Members(type, fields, indent);
    }

    /// <summary>The expression for a node where a value of a type is expected.</summary>
    public string Write(Type type, Node node, string indent)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (typeof(JsonNode).IsAssignableFrom(type) || type == typeof(object)) return Json(node, indent);
        if (ElementOfMap(type) is { } value && node is MapNode map) return Dictionary(type, value, map, indent);
        if (ElementOfList(type) is { } element && node is ListNode list) return List(element, list, indent);
        return node switch
        {
            MapNode fields when type.IsClass && type != typeof(string) => "new()" + Members(type, fields, indent),
            ScalarNode scalar => Scalar(type, scalar, indent),
            _ => Refuse(node, $"a {type.Name} cannot hold this"),
        };
    }

    /// <summary>The initialiser of an object: <c> { A = …, B = … }</c>.</summary>
    private string Members(Type type, MapNode fields, string indent)
    {
        var inner = indent + "    ";
        var members = new List<string>();
        foreach (var entry in fields.Entries)
        {
            if (entry.Value is ScalarNode { Kind: ScalarKind.Null }) continue;
            if (!Properties(type).TryGetValue(entry.Key, out var property))
            {
                Refuse(entry.Value, $"Argo has no field '{entry.Key}' here");
                continue;
            }

            members.Add($"{property.Name} = {Write(property.PropertyType, entry.Value, inner)}");
        }

        return Braces(members, indent);
    }

    private string Scalar(Type type, ScalarNode scalar, string indent)
    {
        if (type == typeof(string)) return Literal.Text(scalar.Text, indent);
        if (type == typeof(bool)) return scalar.Kind == ScalarKind.Boolean ? scalar.Text : Refuse(scalar, "true or false is expected");
        if (type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(float))
            return scalar.Kind is ScalarKind.Integer or ScalarKind.Float ? scalar.Text : Refuse(scalar, "a number is expected");
        if (type == typeof(ResourceQuantity)) return $"new ResourceQuantity({Literal.Ordinary(scalar.Text)})";
        if (type == typeof(byte[])) return $"Convert.FromBase64String({Literal.Ordinary(scalar.Text)})";
        if (type == typeof(DateTime)) return $"DateTime.Parse({Literal.Ordinary(scalar.Text)})";
        if (type != typeof(IntOrString) && type.IsClass) return Refuse(scalar, $"a {type.Name} is expected");
        // What is left converts from numbers and texts by itself (IntOrString).
        return scalar.Kind == ScalarKind.Integer ? scalar.Text : Literal.Text(scalar.Text, indent);
    }

    private string List(Type element, ListNode list, string indent)
    {
        var inner = indent + "    ";
        var items = list.Items.Select(item => ElementOfMap(element) is null && ElementOfList(element) is null && item is MapNode && element.IsClass && !typeof(JsonNode).IsAssignableFrom(element)
            ? $"new() {Members(element, (MapNode)item, inner).TrimStart()}"
            : Write(element, item, inner)).ToList();
        var line = $"[{string.Join(", ", items)}]";
        if (line.Length <= 100 && !line.Contains('\n', StringComparison.Ordinal)) return line;
        return $"[\n{string.Concat(items.Select(item => $"{inner}{item},\n"))}{indent}]";
    }

    private string Dictionary(Type type, Type value, MapNode map, string indent)
    {
        var inner = indent + "    ";
        var entries = map.Entries.Where(e => e.Value is not ScalarNode { Kind: ScalarKind.Null })
            .Select(e => $"[{Literal.Ordinary(e.Key)}] = {Write(value, e.Value, inner)}").ToList();
        // Kubernetes' maps are interfaces, which "new()" cannot make.
        return (type.IsInterface ? $"new Dictionary<string, {NameOf(value)}>" : "new()") + Braces(entries, indent);
    }

    private static string Json(Node node, string indent)
    {
        var inner = indent + "    ";
        return node switch
        {
            MapNode map => $"new JsonObject{Braces([.. map.Entries.Select(e => $"[{Literal.Ordinary(e.Key)}] = {Json(e.Value, inner)}")], indent)}",
            ListNode list => $"new JsonArray({string.Join(", ", list.Items.Select(item => Json(item, inner)))})",
            ScalarNode { Kind: ScalarKind.String } text => Literal.Text(text.Text, indent),
            ScalarNode scalar => scalar.Text,
            _ => throw new InvalidOperationException(node.GetType().Name),
        };
    }

    private string Refuse(Node node, string reason)
    {
        inexpressible(node, reason);
        return "default!";
    }

    private static string Braces(List<string> members, string indent)
    {
        if (members.Count == 0) return " { }";
        var line = $" {{ {string.Join(", ", members)} }}";
        if (line.Length <= 100 && !line.Contains('\n', StringComparison.Ordinal)) return line;
        var text = new StringBuilder().Append('\n').Append(indent).Append("{\n");
        foreach (var member in members) text.Append(indent).Append("    ").Append(member).Append(",\n");
        return text.Append(indent).Append('}').ToString();
    }

    private static string NameOf(Type type)
    {
        if (type == typeof(string)) return "string";
        if (type == typeof(byte[])) return "byte[]";
        if (ElementOfList(type) is { } element) return $"List<{NameOf(element)}>";
        return Nullable.GetUnderlyingType(type) is { } inner ? NameOf(inner) + "?" : type.Name;
    }

    private static Type? ElementOfMap(Type type) =>
        Interfaces(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IDictionary<,>))?.GetGenericArguments()[1];

    private static Type? ElementOfList(Type type) =>
        type == typeof(string) || type == typeof(byte[]) || !typeof(IEnumerable).IsAssignableFrom(type) ? null
        : Interfaces(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IList<>))?.GetGenericArguments()[0];

    private static IEnumerable<Type> Interfaces(Type type) => type.IsInterface ? type.GetInterfaces().Prepend(type) : type.GetInterfaces();

    private static Dictionary<string, PropertyInfo> Properties(Type type)
    {
        if (PropertiesOf.TryGetValue(type, out var known)) return known;
        var properties = new Dictionary<string, PropertyInfo>(StringComparer.Ordinal);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (property.GetCustomAttribute<JsonPropertyNameAttribute>() is { } json) properties[json.Name] = property;
        return PropertiesOf[type] = properties;
    }
}
