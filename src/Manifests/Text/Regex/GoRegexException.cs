namespace Argosy.Manifests.Text.Regex;

/// <summary>A pattern is wrong; the message is Go's.</summary>
internal sealed class GoRegexException(string code, string part) : Exception($"error parsing regexp: {code}: `{part}`");
