using System.Text;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Sprig;

/// <summary>A text as one character for each byte: for functions that count bytes.</summary>
internal static class ByteText
{
    public static string Of(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var b in GoBytes.Of(text))
            result.Append((char)b);
        return result.ToString();
    }

    public static string Back(string bytes) => GoBytes.Text([.. bytes.Select(c => (byte)c)]);

    /// <summary>Go's <c>text[from:to]</c>, with its panic.</summary>
    public static string Slice(string bytes, long from, long to)
    {
        if (to < 0 || to > bytes.Length)
            throw new Values.GoPanic($"runtime error: slice bounds out of range [:{to}]" + (to < 0 ? "" : $" with length {bytes.Length}"));
        if (from < 0 || from > to)
            throw new Values.GoPanic(from < 0 ? $"runtime error: slice bounds out of range [{from}:]" : $"runtime error: slice bounds out of range [{from}:{to}]");
        return bytes.Substring((int)from, (int)(to - from));
    }
}
