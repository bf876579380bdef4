using System.Runtime.CompilerServices;

namespace Argosy.Tests;

/// <summary>
/// Compares text with <c>Class.Method[_suffix].verified.ext</c> beside the test. Keeps Verify's file names and flow (a difference writes <c>.received.</c>),
/// so that a move to Verify changes this file only. <c>ARGOSY_ACCEPT_SNAPSHOTS=1</c> accepts what was received: read it before you commit it.
/// </summary>
internal static class Snapshot
{
    /// <summary>Fails the test when <paramref name="text"/> is not what the verified file holds.</summary>
    public static void Matches(
        string text, string extension = "txt", string? suffix = null,
        [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        var name = $"{Path.GetFileNameWithoutExtension(file)}.{member}{(suffix is null ? "" : "_" + suffix)}";
        var folder = Path.Combine(Path.GetDirectoryName(file)!, "Snapshots");
        var verified = Path.Combine(folder, $"{name}.verified.{extension}");
        var received = Path.Combine(folder, $"{name}.received.{extension}");
        var actual = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        var expected = File.Exists(verified) ? File.ReadAllText(verified).Replace("\r\n", "\n", StringComparison.Ordinal) : null;
        if (expected == actual)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(folder);
        if (Environment.GetEnvironmentVariable("ARGOSY_ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(verified, actual);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Fail(expected is null
            ? $"No snapshot yet. Read {received}, then rename it to .verified."
            : $"Differs from {verified}; received is {received}.\n{FirstDifference(expected, actual)}");
    }

    private static string FirstDifference(string expected, string actual)
    {
        var wanted = expected.Split('\n');
        var got = actual.Split('\n');
        for (var i = 0; i < Math.Max(wanted.Length, got.Length); i++)
        {
            var w = i < wanted.Length ? wanted[i] : "(end)";
            var g = i < got.Length ? got[i] : "(end)";
            if (w != g) return $"line {i + 1}\n  verified: {w}\n  received: {g}";
        }

        return "only line ends differ";
    }
}
