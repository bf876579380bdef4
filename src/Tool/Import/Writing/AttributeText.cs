using System.Globalization;

namespace Argosy.Tool.Import.Writing;

/// <summary>One attribute as text: <c>Container("alpine", Command = ["sh"])</c>, without the brackets.</summary>
internal sealed class AttributeText(string name, string indent)
{
    private readonly List<string> _positional = [];
    private readonly List<string> _named = [];

    /// <summary>Whether anything but the name is said.</summary>
    public bool IsBare => _positional.Count + _named.Count == 0;

    /// <summary>An argument by position, as C#.</summary>
    public AttributeText With(string expression)
    {
        _positional.Add(expression);
        return this;
    }

    /// <summary>A text by position.</summary>
    public AttributeText WithText(string text) => With(Literal.Text(text, indent + "    "));

    /// <summary>A named text, left out when it is absent.</summary>
    public AttributeText Set(string name, string? text)
    {
        if (text is not null) _named.Add($"{name} = {Literal.Text(text, indent + "    ")}");
        return this;
    }

    /// <summary>A named boolean, left out when it is absent.</summary>
    public AttributeText Set(string name, bool? flag)
    {
        if (flag is { } value) _named.Add($"{name} = {(value ? "true" : "false")}");
        return this;
    }

    /// <summary>A named number, left out when it is absent.</summary>
    public AttributeText Set(string name, long? number)
    {
        if (number is { } value) _named.Add($"{name} = {value.ToString(CultureInfo.InvariantCulture)}");
        return this;
    }

    /// <summary>Named texts, left out when they are absent.</summary>
    public AttributeText Set(string name, IReadOnlyList<string>? texts)
    {
        if (texts is not null) _named.Add($"{name} = {Literal.Texts(texts, indent + "    ")}");
        return this;
    }

    /// <summary>A named argument as C#, left out when it is absent.</summary>
    public AttributeText SetCode(string name, string? expression)
    {
        if (expression is not null) _named.Add($"{name} = {expression}");
        return this;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (IsBare) return name;
        var parts = _positional.Concat(_named).ToList();
        var line = $"{name}({string.Join(", ", parts)})";
        var longest = line.Split('\n').Max(l => l.Length);
        return longest + indent.Length <= 150 || parts.Count == 1 ? line : $"{name}({string.Join(",\n" + indent + "    ", parts)})";
    }
}
