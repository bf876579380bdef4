using Argosy.Manifests.Text;
using Argosy.Manifests.Text.Regex;

namespace Argosy.Manifests.Expressions.Values;

/// <summary>A condition on versions (<c>&gt;=1.2, &lt;2 || ^3.x</c>), as sprig's <c>semverCompare</c> takes it.</summary>
internal sealed class VersionConstraint
{
    private const string Operators = @"=||!=|>|<|>=|=>|<=|=<|~|~>|\^";
    private const string VersionPattern = @"v?([0-9|x|X|\*]+)(\.[0-9|x|X|\*]+)?(\.[0-9|x|X|\*]+)?"
        + @"(-([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?(\+([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?";

    private static readonly GoRegex Single = GoRegex.Compile($@"^\s*({Operators})\s*({VersionPattern})\s*$");
    private static readonly GoRegex Range = GoRegex.Compile($@"\s*({VersionPattern})\s+-\s+({VersionPattern})\s*");
    private static readonly GoRegex Every = GoRegex.Compile($@"({Operators})\s*({VersionPattern})");
    private static readonly GoRegex Valid = GoRegex.Compile(
        $@"^(\s*({Operators})\s*({VersionPattern})\s*)((?:\s+|,\s*)({Operators})\s*({VersionPattern})\s*)*$");

    private readonly List<List<Part>> _alternatives = [];

    private VersionConstraint()
    {
    }

    /// <exception cref="GoPanic">The text is no constraint.</exception>
    public static VersionConstraint Parse(string text)
    {
        var result = new VersionConstraint();
        foreach (var alternative in Rewrite(text).Split(["||"], StringSplitOptions.None))
        {
            if (!Valid.IsMatch(alternative))
                throw new GoPanic($"improper constraint: {GoQuote.Quote(alternative)}");
            result._alternatives.Add(Every.FindAll(alternative, -1).ConvertAll(m => Part.Parse(alternative.Substring(m[0], m[1] - m[0]))));
        }

        return result;
    }

    public bool Holds(SemanticVersion version) =>
        _alternatives.Any(parts => parts.All(part => part.Holds(version, parts.Any(p => p.Version.Prerelease.Length > 0))));

    private static string Rewrite(string text)
    {
        var result = text;
        foreach (var match in Range.FindAll(text, -1))
        {
            string Group(int index) => match[index * 2] < 0 ? "" : text.Substring(match[index * 2], match[index * 2 + 1] - match[index * 2]);
            var whole = Group(0);
            var at = result.IndexOf(whole, StringComparison.Ordinal);
            result = result.Substring(0, at) + $">= {Group(1)}, <= {Group(11)} " + result.Substring(at + whole.Length);
        }

        return result;
    }

    private sealed record Part(SemanticVersion Version, string Operator, bool MinorDirty, bool PatchDirty, bool Dirty)
    {
        public static Part Parse(string text)
        {
            var match = Single.Find(text, 0) ?? throw new GoPanic($"improper constraint: {GoQuote.Quote(text)}");
            string Group(int index) => match[index * 2] < 0 ? "" : text.Substring(match[index * 2], match[index * 2 + 1] - match[index * 2]);
            static bool IsX(string part) => part is "x" or "X" or "*";
            var version = Group(2);
            bool minorDirty = false, patchDirty = false, dirty = false;
            if (IsX(Group(3)) || Group(3).Length == 0)
            {
                version = "0.0.0" + Group(6);
                dirty = true;
            }
            else if (IsX(Group(4).TrimStart('.')) || Group(4).Length == 0)
            {
                minorDirty = dirty = true;
                version = $"{Group(3)}.0.0{Group(6)}";
            }
            else if (IsX(Group(5).TrimStart('.')) || Group(5).Length == 0)
            {
                patchDirty = dirty = true;
                version = $"{Group(3)}{Group(4)}.0{Group(6)}";
            }

            try
            {
                return new Part(SemanticVersion.Parse(version), Group(1), minorDirty, patchDirty, dirty);
            }
            catch (GoPanic)
            {
                throw new GoPanic("constraint parser error");
            }
        }

        public bool Holds(SemanticVersion v, bool withPrerelease)
        {
            if (v.Prerelease.Length > 0 && !withPrerelease)
                return false;
            switch (Operator)
            {
                case "" or "=":
                    return Dirty ? Tilde(v) : v.CompareTo(Version) == 0;
                case "!=":
                    return NotEqual(v);
                case ">":
                    if (!Dirty)
                        return v.CompareTo(Version) > 0;
                    if (v.Major != Version.Major)
                        return v.Major > Version.Major;
                    return !MinorDirty && (PatchDirty ? v.Minor > Version.Minor : v.CompareTo(Version) > 0);
                case "<":
                    return v.CompareTo(Version) < 0;
                case ">=" or "=>":
                    return v.CompareTo(Version) >= 0;
                case "<=" or "=<":
                    if (!Dirty)
                        return v.CompareTo(Version) <= 0;
                    return v.Major <= Version.Major && !(v.Major == Version.Major && v.Minor > Version.Minor && !MinorDirty);
                case "^":
                    return Caret(v);
                default:
                    return Tilde(v);
            }
        }

        private bool NotEqual(SemanticVersion v)
        {
            if (Dirty)
            {
                if (Version.Major != v.Major)
                    return true;
                if (Version.Minor != v.Minor && !MinorDirty)
                    return true;
                if (MinorDirty)
                    return false;
                if (Version.Patch != v.Patch && !PatchDirty)
                    return true;
                if (PatchDirty)
                    return (v.Prerelease.Length > 0 || Version.Prerelease.Length > 0)
                        && SemanticVersion.ComparePrerelease(v.Prerelease, Version.Prerelease) != 0;
            }

            return v.CompareTo(Version) != 0;
        }

        private bool Tilde(SemanticVersion v)
        {
            if (v.CompareTo(Version) < 0)
                return false;
            if (Version.Major == 0 && Version.Minor == 0 && Version.Patch == 0 && !MinorDirty && !PatchDirty)
                return true;
            return v.Major == Version.Major && (v.Minor == Version.Minor || MinorDirty);
        }

        private bool Caret(SemanticVersion v)
        {
            if (v.CompareTo(Version) < 0)
                return false;
            if (Version.Major > 0 || MinorDirty)
                return v.Major == Version.Major;
            if (v.Major > 0)
                return false;
            if (Version.Minor > 0 || PatchDirty)
                return v.Minor == Version.Minor;
            return v.Minor == 0 && v.Patch == Version.Patch;
        }
    }
}
