using System.Globalization;

namespace Argosy.Manifests.Tree;

/// <summary>What a scalar is in JSON terms.</summary>
public enum ScalarKind
{
    /// <summary>Text.</summary>
    String,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A whole number; <see cref="ScalarNode.Text"/> is decimal.</summary>
    Integer,

    /// <summary>A number with a fraction or an exponent.</summary>
    Float,

    /// <summary><c>null</c>.</summary>
    Null,
}

/// <summary>A string, number, boolean or null.</summary>
public sealed class ScalarNode : Node
{
    /// <summary>What it is.</summary>
    public ScalarKind Kind { get; init; }

    /// <summary>The text of a string, or the JSON text of another kind (<c>true</c>, <c>8080</c>, <c>null</c>).</summary>
    public string Text { get; init; } = "";

    /// <summary>The text as it stands in the file where that differs from <see cref="Text"/> (<c>0o17</c>, <c>yes</c>); else null.</summary>
    public string? Written { get; init; }

    /// <summary>Maps an offset in <see cref="Text"/> to its place in the file, so that a fault inside a string can be pointed at; null: only the whole is known.</summary>
    public Func<int, SourcePlace>? PlaceInside { get; init; }

    /// <summary>Whether it is text.</summary>
    public bool IsString => Kind == ScalarKind.String;

    /// <summary>The place of the part of <see cref="Text"/> from <paramref name="offset"/>, the whole scalar's where the inside is not known.</summary>
    public SourcePlace PlaceOf(int offset, int length)
    {
        if (PlaceInside is null) return Place;
        var start = PlaceInside(offset);
        var end = PlaceInside(offset + length);
        return new SourcePlace(start.File, start.Line, start.Column, end.Line, end.Column);
    }

    /// <summary>A string.</summary>
    public static ScalarNode String(string text, SourcePlace place = default) => new() { Kind = ScalarKind.String, Text = text, Place = place };

    /// <summary>A whole number.</summary>
    public static ScalarNode Integer(long value, SourcePlace place = default) =>
        new() { Kind = ScalarKind.Integer, Text = value.ToString(CultureInfo.InvariantCulture), Place = place };

    /// <summary>A number with a fraction.</summary>
    public static ScalarNode Float(double value, SourcePlace place = default) =>
        new() { Kind = ScalarKind.Float, Text = value.ToString("R", CultureInfo.InvariantCulture), Place = place };

    /// <summary>A boolean.</summary>
    public static ScalarNode Boolean(bool value, SourcePlace place = default) =>
        new() { Kind = ScalarKind.Boolean, Text = value ? "true" : "false", Place = place };

    /// <summary>Null.</summary>
    public static ScalarNode Null(SourcePlace place = default) => new() { Kind = ScalarKind.Null, Text = "null", Place = place };
}
