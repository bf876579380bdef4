using System.Text.RegularExpressions;

namespace Argosy.Manifests.Rules.Cluster;

/// <summary>Names of objects must be DNS names.</summary>
internal sealed class ObjectNames : IManifestRule
{
    private static readonly Regex Subdomain = new(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", RegexOptions.CultureInvariant);

    public void Check(RuleContext context)
    {
        var metadata = context.Object.Metadata;
        if (metadata is null) return;
        var name = context.Object.Name;
        var prefix = metadata.Text("generateName");
        if (name.Length == 0 && prefix.Length == 0) context.Report(RuleCatalog.Api.ObjectName, "the object needs a name or a generateName", metadata.Place);
        else if (name.Length > 0 && (name.Length > 253 || !Subdomain.IsMatch(name)))
            context.Report(RuleCatalog.Api.ObjectName, $"{name} is no name for an object: it takes small letters, digits, '-' and '.', and begins and ends with a letter or digit", metadata.At("name").Place);
        else if (name.Length == 0 && !Subdomain.IsMatch(prefix.TrimEnd('-') is { Length: > 0 } p ? p : "x"))
            context.Report(RuleCatalog.Api.ObjectName, $"{prefix} cannot begin a name: it takes small letters, digits, '-' and '.'", metadata.At("generateName").Place);
    }
}
