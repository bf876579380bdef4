using System.Text;

namespace Argosy.MSBuild;

/// <summary>A manifest on disk.</summary>
internal static class ManifestFile
{
    /// <summary>How the first line of every file that a build writes begins: nothing else is ever deleted from a folder of the user's.</summary>
    internal const string HeaderStart = "# Written by Argosy";

    /// <summary>Writes the file if its text differs. True if it was written. The file is never seen half written.</summary>
    public static bool Write(string path, string text)
    {
        if (File.Exists(path) && FirstDifference(text, File.ReadAllText(path)) == 0) return false;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        File.WriteAllText(unfinished, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Delete(path);
        File.Move(unfinished, path);
        return true;
    }

    /// <summary>The number of the first line that differs, 0 if none does. How a checkout ends its lines is no difference.</summary>
    public static int FirstDifference(string expected, string actual)
    {
        if (expected == actual) return 0;
        var wanted = Lines(expected);
        var got = Lines(actual);
        for (var i = 0; i < Math.Max(wanted.Length, got.Length); i++)
        {
            if (i >= wanted.Length || i >= got.Length || wanted[i] != got[i]) return i + 1;
        }

        return 0;

        static string[] Lines(string text) => text.Replace("\r\n", "\n").Split('\n');
    }

    public static bool IsGenerated(string path)
    {
        using var reader = new StreamReader(path);
        return reader.ReadLine()?.StartsWith(HeaderStart, StringComparison.Ordinal) == true;
    }

    // The characters that any of the systems refuses, so that a project that builds on one builds on all.
    public static bool IsName(string name) =>
        name.Length > 0 && name.Trim('.', ' ').Length > 0 && name.IndexOfAny(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) < 0 && !name.Any(char.IsControl);
}
