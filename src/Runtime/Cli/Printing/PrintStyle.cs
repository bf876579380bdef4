namespace Argosy.Cli.Printing;

/// <summary>How a workflow is printed.</summary>
/// <param name="Output">Empty, <c>wide</c>, <c>short</c>, <c>name</c>, <c>json</c> or <c>yaml</c>.</param>
/// <param name="Colors">Whether colour codes are written.</param>
/// <param name="Utf8">Glyphs and lines, or plain words and ASCII.</param>
internal sealed record PrintStyle(string Output = "", bool Colors = false, bool Utf8 = true)
{
    public const int Red = 31, Green = 32, Yellow = 33, Blue = 34, Magenta = 35, Cyan = 36, White = 37, Default = 39;

    private static readonly int[] LogColors = [Green, Yellow, Blue, Magenta, Cyan, White];

    /// <summary>The text in a colour.</summary>
    public string Paint(string text, int color) => Colors ? $"\u001b[{color}m{text}\u001b[0m" : text;

    /// <summary>The text in the colour of its pod.</summary>
    public string PaintAsPod(string text, string pod) => Paint(text, LogColors[pod.EnumerateRunes().Sum(rune => rune.Value) % LogColors.Length]);

    /// <summary>The icon of a phase.</summary>
    public string Icon(string phase) => phase switch
    {
        "Pending" => Paint(Utf8 ? "◷" : phase, Yellow),
        "Running" => Paint(Utf8 ? "●" : phase, Cyan),
        "Succeeded" => Paint(Utf8 ? "✔" : phase, Green),
        "Skipped" => Paint(Utf8 ? "○" : phase, Default),
        "Failed" => Paint(Utf8 ? "✖" : phase, Red),
        "Error" => Paint(Utf8 ? "⚠" : phase, Red),
        _ => "",
    };

    /// <summary>The icon of a node that waits for a person.</summary>
    public string SuspendIcon => Paint(Utf8 ? "ǁ" : "Suspend", Cyan);

    /// <summary>The icon of a condition.</summary>
    public string ConditionIcon(string type) => type switch
    {
        "MetricsError" => Paint(Utf8 ? "✖" : "Error", Red),
        "SpecWarning" => Paint(Utf8 ? "⚠" : "Warning", Yellow),
        _ => "",
    };
}
