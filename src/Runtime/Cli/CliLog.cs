using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Argosy.Cli;

/// <summary>How much a log line matters.</summary>
internal enum CliLogLevel
{
    /// <summary>Only with <c>--verbose</c>.</summary>
    Debug,

    /// <summary>What was done on the side.</summary>
    Info,

    /// <summary>What may surprise.</summary>
    Warn,

    /// <summary>What went wrong.</summary>
    Error,
}

/// <summary>Log lines on standard error in the form of Argo's CLI: <c>time=… level=INFO msg="…" key=value</c>.</summary>
internal sealed class CliLog(CliContext context, CliLogLevel minimum, bool json)
{
    /// <summary>Writes one line, unless its level is hidden.</summary>
    public void Write(CliLogLevel level, string message, params (string Key, object? Value)[] fields)
    {
        if (level < minimum) return;
        var time = context.Clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var name = level.ToString().ToUpperInvariant();
        if (json)
        {
            var entry = new Dictionary<string, object?> { ["time"] = time, ["level"] = name, ["msg"] = message };
            foreach (var (key, value) in fields) entry[key] = value;
            context.Error.WriteLine(JsonSerializer.Serialize(entry));
            return;
        }

        var line = new StringBuilder($"time={time} level={name} msg={Quoted(message)}");
        foreach (var (key, value) in fields) line.Append(' ').Append(Quoted(key)).Append('=').Append(Quoted(Text(value)));
        context.Error.WriteLine(line.ToString());
    }

    private static string Text(object? value) => value switch
    {
        null => "<nil>",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Quoted(string text) =>
        text.Length > 0 && text.All(c => c is > ' ' and not ('"' or '=') and < (char)127) ? text : Workflows.GoText.Quote(text);
}
