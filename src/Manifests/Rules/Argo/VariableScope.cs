namespace Argosy.Manifests.Rules.Argo;

/// <summary>The names that tags may use at one place.</summary>
internal sealed class VariableScope
{
    private readonly HashSet<string> _names;

    public VariableScope() => _names = new HashSet<string>(StringComparer.Ordinal);

    private VariableScope(VariableScope other)
    {
        _names = new HashSet<string>(other._names, StringComparer.Ordinal);
        AnyItem = other.AnyItem;
        AnyOutputParameter = other.AnyOutputParameter;
        AnyOutputArtifact = other.AnyOutputArtifact;
        Unknown = new HashSet<string>(other.Unknown, StringComparer.Ordinal);
    }

    /// <summary>Items come from a parameter: any key may be there.</summary>
    public bool AnyItem { get; set; }

    /// <summary>Some output parameter's global name is a tag.</summary>
    public bool AnyOutputParameter { get; set; }

    /// <summary>Some output artifact's global name is a tag.</summary>
    public bool AnyOutputArtifact { get; set; }

    /// <summary>Beginnings of names (<c>steps.a.</c>) of nodes whose template could not be found: nothing is said about them a second time.</summary>
    public HashSet<string> Unknown { get; } = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _names;

    public void Add(string name) => _names.Add(name);

    public bool Has(string name) => _names.Contains(name);

    public VariableScope Copy() => new(this);

    public bool IsUnknown(string name) => Unknown.Any(u => name.StartsWith(u, StringComparison.Ordinal));
}
