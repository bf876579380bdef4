using System.Globalization;

namespace Argosy.Engine.Pods;

/// <summary>Reads the logs that <see cref="ContainerLog"/> writes.</summary>
internal static class LogLines
{
    /// <summary>One line of a log file: when, whether from standard error, the text, and whether the next line belongs to it.</summary>
    public readonly record struct Line(DateTimeOffset Time, bool IsError, string Text, bool GoesOn);

    /// <summary>The parts of a line; null: it is no such line (half written).</summary>
    public static Line? Parse(string text)
    {
        var first = text.IndexOf(' ', StringComparison.Ordinal);
        if (first < 0 || text.Length < first + 10 || text[first + 9] != ' ' && text.Length < first + 10)
            return null;
        if (!DateTimeOffset.TryParse(text.AsSpan(0, first), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return null;
        return new Line(time, text.AsSpan(first + 1).StartsWith("stderr", StringComparison.Ordinal), text.Length > first + 10 ? text[(first + 10)..] : "", text[first + 8] == 'P');
    }

    /// <summary>All lines of a log; none if there is no log.</summary>
    public static IEnumerable<Line> Read(string path)
    {
        if (!File.Exists(path))
            yield break;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } text)
        {
            if (Parse(text) is { } line)
                yield return line;
        }
    }

    /// <summary>Lines as they come, until <paramref name="hasEnded"/> says that there will be none after those that are there.</summary>
    public static async IAsyncEnumerable<Line> FollowAsync(string path, Func<bool> hasEnded, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        long at = 0;
        while (true)
        {
            var isLast = hasEnded();
            var lines = new List<Line>();
            if (File.Exists(path))
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                file.Position = at;
                var rest = new byte[file.Length - at];
                var count = await file.ReadAtLeastAsync(rest, rest.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
                var end = Array.LastIndexOf(rest, (byte)'\n', Math.Max(count - 1, 0));
                if (count > 0 && end >= 0)
                {
                    at += end + 1;
                    foreach (var text in System.Text.Encoding.UTF8.GetString(rest, 0, end).Split('\n'))
                    {
                        if (Parse(text) is { } line)
                            lines.Add(line);
                    }
                }
            }
            foreach (var line in lines)
                yield return line;
            if (isLast)
                yield break;
            await Task.Delay(100, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what the program printed, without times and streams, byte for byte where the log is text.</summary>
    public static void WritePlain(string log, string target)
    {
        using var writer = new StreamWriter(target) { NewLine = "\n" };
        foreach (var line in Read(log))
        {
            writer.Write(line.Text);
            if (!line.GoesOn)
                writer.Write('\n');
        }
    }
}
