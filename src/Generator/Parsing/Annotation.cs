using Argosy.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Argosy.Generator.Parsing;

/// <summary>An attribute of ours with the places of its arguments.</summary>
internal sealed class Annotation(AttributeData data)
{
    private readonly AttributeSyntax? _syntax = data.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax;

    /// <summary>The class's name without <c>Attribute</c>.</summary>
    public string Name { get; } = NameOf(data.AttributeClass!);

    public AttributeData Data { get; } = data;

    public Location? Place => _syntax?.GetLocation();

    /// <summary>All attributes of the product on a symbol, in the order of the source.</summary>
    public static List<Annotation> Of(ISymbol symbol) => Ours(symbol.GetAttributes());

    public static List<Annotation> Ours(IEnumerable<AttributeData> attributes)
    {
        var list = new List<Annotation>();
        foreach (var data in attributes)
            if (IsOurs(data.AttributeClass)) list.Add(new Annotation(data));
        return list;
    }

    public static bool IsOurs(INamedTypeSymbol? type) =>
        type is { ContainingNamespace: { Name: "Argosy", ContainingNamespace.IsGlobalNamespace: true } } && type.Name.EndsWith("Attribute", StringComparison.Ordinal);

    public static string NameOf(INamedTypeSymbol type) =>
        type.Name.EndsWith("Attribute", StringComparison.Ordinal) ? type.Name.Substring(0, type.Name.Length - 9) : type.Name;

    /// <summary>Whether the argument was written.</summary>
    public bool Has(string property) => Find(property) is not null;

    public string? Text(string property) => Find(property) is { Value: string text } ? text : null;

    public bool? Flag(string property) => Find(property) is { Value: bool flag } ? flag : null;

    public int? Number(string property) => Find(property) is { Value: int number } ? number : null;

    public INamedTypeSymbol? Type(string property) => Find(property) is { Value: INamedTypeSymbol type } ? type : null;

    public IReadOnlyList<string> Texts(string property) =>
        Find(property) is { Kind: TypedConstantKind.Array, IsNull: false } array ? array.Values.Select(v => v.Value?.ToString() ?? "").ToList() : [];

    /// <summary>The argument as a field of the manifest; null where it was not written.</summary>
    public Field? Field(string property, ParseContext context)
    {
        if (Find(property) is not { } constant) return null;
        if (constant.Kind == TypedConstantKind.Array)
        {
            if (constant.IsNull) return null;
            var elements = Elements(property);
            var items = constant.Values.Select((v, i) => Scalar(v, i < elements.Count ? elements[i] : null, context)).ToEquatable();
            return new ListField(items, context.Mark(PlaceOf(property)));
        }

        return constant.IsNull ? null : Scalar(constant, Expression(property), context);
    }

    /// <summary>The expression of an argument.</summary>
    public ExpressionSyntax? Expression(string property)
    {
        if (_syntax?.ArgumentList is not { } list) return null;
        foreach (var argument in list.Arguments)
            if (argument.NameEquals?.Name.Identifier.ValueText == property || (argument.NameColon is { } colon && Same(colon.Name.Identifier.ValueText, property))) return argument.Expression;
        if (ConstructorIndex(property) is not { } index) return null;
        var positional = list.Arguments.Where(a => a.NameEquals is null && a.NameColon is null).ToList();
        return index < positional.Count ? positional[index].Expression : null;
    }

    public Location? PlaceOf(string property) => Expression(property)?.GetLocation() ?? Place;

    /// <summary>The place of one element of an array argument.</summary>
    public Location? PlaceOf(string property, int index)
    {
        var elements = Elements(property);
        return index < elements.Count ? elements[index].GetLocation() : PlaceOf(property);
    }

    public IReadOnlyList<ExpressionSyntax> Elements(string property)
    {
        if (ConstructorIndex(property) is { } index && Data.AttributeConstructor!.Parameters[index].IsParams && _syntax?.ArgumentList is { } list)
        {
            var rest = list.Arguments.Where(a => a.NameEquals is null).Skip(index).Select(a => a.Expression).ToList();
            if (rest.Count != 1 || !IsArray(rest[0])) return rest;
        }

        return Expression(property) switch
        {
            CollectionExpressionSyntax collection => collection.Elements.OfType<ExpressionElementSyntax>().Select(e => e.Expression).ToList(),
            ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions.ToList(),
            ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions.ToList(),
            _ => [],
        };
    }

    private static bool IsArray(ExpressionSyntax expression) => expression is CollectionExpressionSyntax or ImplicitArrayCreationExpressionSyntax or ArrayCreationExpressionSyntax;

    private static Field Scalar(TypedConstant constant, ExpressionSyntax? expression, ParseContext context) => constant.Value switch
    {
        bool flag => FieldBuilder.Boolean(flag),
        string text => new TextField(text, context.Mark(expression?.GetLocation(), expression)),
        null => new PlainField("null"),
        { } number => FieldBuilder.Number(number),
    };

    private TypedConstant? Find(string property)
    {
        foreach (var named in Data.NamedArguments)
            if (named.Key == property) return named.Value;
        if (ConstructorIndex(property) is not { } index || index >= Data.ConstructorArguments.Length) return null;

        // A default of the constructor was not written by the user.
        var parameter = Data.AttributeConstructor!.Parameters[index];
        if (parameter.HasExplicitDefaultValue && Expression(property) is null && _syntax is not null) return null;
        if (parameter.HasExplicitDefaultValue && _syntax is null && Equals(Data.ConstructorArguments[index].Value, parameter.ExplicitDefaultValue)) return null;
        return Data.ConstructorArguments[index];
    }

    private int? ConstructorIndex(string property)
    {
        if (Data.AttributeConstructor is not { } constructor) return null;
        for (var i = 0; i < constructor.Parameters.Length; i++)
            if (Same(constructor.Parameters[i].Name, property)) return i;
        return null;
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
