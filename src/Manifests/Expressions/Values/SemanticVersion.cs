using System.Globalization;
using System.Numerics;
using Argosy.Manifests.Text;
using Argosy.Manifests.Text.Regex;

namespace Argosy.Manifests.Expressions.Values;

/// <summary>A version as sprig's <c>semver</c> reads it: loosely, <c>v1.2</c> is 1.2.0.</summary>
internal sealed class SemanticVersion : IEquatable<SemanticVersion>
{
    private static readonly GoRegex Loose = GoRegex.Compile(
        @"^v?([0-9]+)(\.[0-9]+)?(\.[0-9]+)?(-([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?(\+([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?$");

    private SemanticVersion(ulong major, ulong minor, ulong patch, string prerelease, string metadata, string? original, bool isPointer)
    {
        (Major, Minor, Patch, Prerelease, Metadata, IsPointer) = (major, minor, patch, prerelease, metadata, isPointer);
        Original = original ?? ToString();
    }

    public ulong Major { get; }

    public ulong Minor { get; }

    public ulong Patch { get; }

    public string Prerelease { get; }

    public string Metadata { get; }

    public string Original { get; }

    /// <summary>Whether Go holds it by a pointer: what <c>semver</c> gives; the next versions are values.</summary>
    public bool IsPointer { get; }

    /// <exception cref="GoPanic">The text is no version.</exception>
    public static SemanticVersion Parse(string text)
    {
        var match = Loose.Find(text, 0) ?? throw new GoPanic("invalid semantic version");
        string Group(int index) => match[index * 2] < 0 ? "" : text.Substring(match[index * 2], match[index * 2 + 1] - match[index * 2]);
        var prerelease = Group(5);
        var metadata = Group(8);
        var version = new SemanticVersion(
            Number(Group(1)), Number(Group(2).TrimStart('.')), Number(Group(3).TrimStart('.')), prerelease, metadata, text, true);
        foreach (var part in prerelease.Split('.'))
        {
            if (part.Length > 1 && part[0] == '0' && part.All(c => c is >= '0' and <= '9'))
                throw new GoPanic("version segment starts with 0");
        }

        return version;
    }

    public SemanticVersion NextMajor() => Next(Major + 1, 0, 0);

    public SemanticVersion NextMinor() => Next(Major, Minor + 1, 0);

    public SemanticVersion NextPatch() => Next(Major, Minor, Prerelease.Length > 0 ? Patch : Patch + 1);

    public int CompareTo(SemanticVersion other)
    {
        if (Major != other.Major)
            return Major.CompareTo(other.Major);
        if (Minor != other.Minor)
            return Minor.CompareTo(other.Minor);
        if (Patch != other.Patch)
            return Patch.CompareTo(other.Patch);
        return Prerelease.Length == 0 || other.Prerelease.Length == 0
            ? (Prerelease.Length == 0).CompareTo(other.Prerelease.Length == 0)
            : ComparePrerelease(Prerelease, other.Prerelease);
    }

    public static int ComparePrerelease(string a, string b)
    {
        string[] x = a.Split('.'), y = b.Split('.');
        for (var i = 0; i < Math.Max(x.Length, y.Length); i++)
        {
            string s = i < x.Length ? x[i] : "", o = i < y.Length ? y[i] : "";
            if (s == o)
                continue;
            if (s.Length == 0)
                return o.Length == 0 ? 0 : -1;
            if (o.Length == 0)
                return 1;
            bool sIsNumber = s.All(c => c is >= '0' and <= '9'), oIsNumber = o.All(c => c is >= '0' and <= '9');
            var result = sIsNumber && oIsNumber ? BigInteger.Parse(s, CultureInfo.InvariantCulture).CompareTo(BigInteger.Parse(o, CultureInfo.InvariantCulture))
                : sIsNumber ? -1
                : oIsNumber ? 1
                : string.CompareOrdinal(s, o);
            if (result != 0)
                return Math.Sign(result);
        }

        return 0;
    }

    public bool Equals(SemanticVersion? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => Original.GetHashCode();

    public override string ToString() =>
        $"{Major}.{Minor}.{Patch}" + (Prerelease.Length > 0 ? "-" + Prerelease : "") + (Metadata.Length > 0 ? "+" + Metadata : "");

    private SemanticVersion Next(ulong major, ulong minor, ulong patch) =>
        new(major, minor, patch, "", "", (Original.StartsWith("v", StringComparison.Ordinal) ? "v" : "") + $"{major}.{minor}.{patch}", false);

    private static ulong Number(string digits)
    {
        if (digits.Length == 0)
            return 0;
        return GoNumber.ParseUint(digits, 10, out var value) is { } reason
            ? throw new GoPanic($"error parsing version segment: {GoNumber.Error("ParseUint", digits, reason)}")
            : value;
    }
}
