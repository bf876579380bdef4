using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace Argosy.Generator.Parsing.Graph;

/// <summary>Writes values: as the text of a parameter, in an expression, and as <c>when</c>.</summary>
internal static class ValueWriter
{
    /// <summary>The text of a parameter: constants as they are, variables as tags, operators as an expression tag.</summary>
    public static string Text(Value value) => value switch
    {
        ConstantValue c => TemplateShape.ConstantText(EnumName(c) ?? c.Constant) ?? "",
        RawValue { IsExpression: true } e => "{{=" + e.Text + "}}",
        RawValue raw => raw.Text,
        VariableValue v => "{{" + v.Tag + "}}",
        TextValue text => BraceBesideTag(text) ? "{{=" + Expression(text) + "}}" : string.Concat(text.Parts.Select(Text)),
        ListValue or ObjectValue => HoldsText(value) ? "{{=toJson(" + Expression(value) + ")}}" : Json(value),
        OperatorValue or ComparisonValue => "{{=" + Expression(value) + "}}",
        _ => "",
    };

    // A text that is known only in the run may hold quotes, which pasted JSON would not survive.
    private static bool HoldsText(Value value) => Leaves(value) is var leaves && !leaves.Any(l => l is RawValue { IsExpression: false }) && leaves.Any(l => l is not ConstantValue && IsString(l.Type));

    private static IReadOnlyList<Value> Leaves(Value value) => value switch
    {
        ListValue list => [.. list.Items.SelectMany(Leaves)],
        ObjectValue map => [.. map.Members.SelectMany(m => Leaves(m.Value))],
        TextValue text when text.Parts.All(p => p is ConstantValue) => [new ConstantValue("", text.Type)],
        TextValue text => [text, .. text.Parts.Where(p => p is RawValue)],
        _ => [value],
    };

    // A brace that touches those of a tag would be read as part of it.
    private static bool BraceBesideTag(TextValue text)
    {
        for (var i = 1; i < text.Parts.Count; i++)
        {
            if (text.Parts[i - 1] is ConstantValue { Constant: string before } && before.EndsWith("{", StringComparison.Ordinal) && text.Parts[i] is not ConstantValue) return true;
            if (text.Parts[i] is ConstantValue { Constant: string after } && after.StartsWith("}", StringComparison.Ordinal) && text.Parts[i - 1] is not ConstantValue) return true;
        }

        return false;
    }

    /// <summary>The text of <c>when</c>. Only comparisons that no value can break stay simple: texts are compared inside an expression tag, which needs no quotes.</summary>
    public static string When(Value value)
    {
        if (Simple(value) is { } simple) return simple;
        return value is RawValue { IsExpression: false } raw ? raw.Text : "{{=" + Expression(value) + "}}";
    }

    /// <summary>An operand in the expression language, with the conversion that its C# type asks for.</summary>
    public static string Expression(Value value) => value switch
    {
        ConstantValue c => Literal(EnumName(c) ?? c.Constant),
        RawValue { IsExpression: true } e => "(" + e.Text + ")",
        RawValue raw => Literal(raw.Text),
        VariableValue v => Converted(Name(v.Path), v.Type, v.InItem),
        TextValue text => text.Parts.Count == 0 ? "''" : "(" + string.Join(" + ", text.Parts.Select(AsString)) + ")",
        ListValue list => "[" + string.Join(", ", list.Items.Select(Expression)) + "]",
        ObjectValue map => "{" + string.Join(", ", map.Members.Select(m => Literal(m.Name) + ": " + Expression(m.Value))) + " }",
        ComparisonValue c => $"{Operand(c.Left)} {c.Operator} {Operand(c.Right)}",
        OperatorValue o => o.Write(Operand),
        _ => "nil",
    };

    public static string AsString(Value value) => value switch
    {
        ConstantValue c => Literal(TemplateShape.ConstantText(EnumName(c) ?? c.Constant) ?? ""),
        VariableValue v when !v.InItem => Name(v.Path),
        _ when IsString(value.Type) => Operand(value),
        _ => $"string({Expression(value)})",
    };

    public static string Json(Value value) => value switch
    {
        ConstantValue { Constant: null } => "null",
        ConstantValue { Constant: bool flag } => flag ? "true" : "false",
        ConstantValue { Constant: string or char or null } c => JsonText(c.Constant!.ToString()!),
        ConstantValue c => EnumName(c) is string name ? JsonText(name) : TemplateShape.ConstantText(c.Constant)!,
        ListValue list => "[" + string.Join(",", list.Items.Select(Json)) + "]",
        ObjectValue map => "{" + string.Join(",", map.Members.Select(m => JsonText(m.Name) + ":" + Json(m.Value))) + "}",
        VariableValue v when !IsString(v.Type) => "{{" + v.Tag + "}}",
        _ => JsonText(Text(value)),
    };

    public static string JsonText(string text)
    {
        var json = new StringBuilder("\"");
        foreach (var c in text)
        {
            switch (c)
            {
                case '"': json.Append("\\\""); break;
                case '\\': json.Append("\\\\"); break;
                case '\n': json.Append("\\n"); break;
                case '\r': json.Append("\\r"); break;
                case '\t': json.Append("\\t"); break;
                default:
                    if (c < ' ') json.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    else json.Append(c);
                    break;
            }
        }

        return json.Append('"').ToString();
    }

    public static string Literal(object? value) => value switch
    {
        null => "nil",
        bool flag => flag ? "true" : "false",
        // Two braces would open or close a tag.
        string text => "'" + text.Replace("\\", "\\\\").Replace("'", "\\'").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t").Replace("{{", "\\u007b\\u007b").Replace("}}", "\\u007d\\u007d") + "'",
        char c => Literal(c.ToString()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "nil",
    };

    /// <summary>A path in the expression language: <c>tasks['flip-coin'].outputs.result</c>.</summary>
    public static string Name(IReadOnlyList<string> path)
    {
        var text = new StringBuilder(path[0]);
        for (var i = 1; i < path.Count; i++)
        {
            if (path[i].All(c => char.IsLetterOrDigit(c) || c == '_') && !char.IsDigit(path[i][0])) text.Append('.').Append(path[i]);
            else text.Append("['").Append(path[i]).Append("']");
        }

        return text.ToString();
    }

    public static bool IsString(ITypeSymbol? type) => type is null || type.SpecialType is SpecialType.System_String or SpecialType.System_Char || type.TypeKind == TypeKind.Enum;

    public static bool IsWhole(ITypeSymbol? type) => type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;

    public static bool IsNumber(ITypeSymbol? type) => IsWhole(type) || type?.SpecialType is SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal;

    public static bool IsBool(ITypeSymbol? type) => type?.SpecialType == SpecialType.System_Boolean;

    private static string Operand(Value value)
    {
        var text = Expression(value);
        return value is ComparisonValue or OperatorValue { IsAtom: false } ? "(" + text + ")" : text;
    }

    /// <summary>All parameters are texts to Argo; C# says what they are.</summary>
    private static string Converted(string name, ITypeSymbol? type, bool inItem)
    {
        // Items keep their JSON type in a loop's expression only after expansion, as text.
        if (IsWhole(type)) return $"asInt({name})";
        if (IsNumber(type)) return $"asFloat({name})";
        if (IsBool(type)) return $"({name} == 'true')";
        if (IsString(type)) return inItem ? name : name;
        return $"fromJSON({name})";
    }

    private static string? Simple(Value value)
    {
        switch (value)
        {
            case VariableValue v when IsBool(v.Type):
                return "{{" + v.Tag + "}}";
            case ConstantValue { Constant: bool flag }:
                return flag ? "true" : "false";
            case ComparisonValue { Operator: "==" or "!=" } c when c.Left is VariableValue left && c.Right is ConstantValue { Constant: string word } && IsPhase(left) && word.Length > 0 && word.All(char.IsLetter):
                return $"{{{{{left.Tag}}}}} {c.Operator} {word}";
            case ComparisonValue c when c.Left is VariableValue left && c.Right is ConstantValue { Type: var type } && IsWhole(left.Type) && IsWhole(type):
                return $"{{{{{left.Tag}}}}} {c.Operator} {Text(c.Right)}";
            case ComparisonValue c when c.Left is VariableValue left && c.Right is VariableValue right && IsWhole(left.Type) && IsWhole(right.Type):
                return $"{{{{{left.Tag}}}}} {c.Operator} {{{{{right.Tag}}}}}";
            default:
                return null;
        }
    }

    private static bool IsPhase(VariableValue value) => value.Path[value.Path.Length - 1] == "status";

    private static object? EnumName(ConstantValue value) =>
        value.Type is INamedTypeSymbol { TypeKind: TypeKind.Enum } type && value.Constant is not null
            ? type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && Equals(f.ConstantValue, value.Constant))?.Name
            : null;
}
