using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Argo;

/// <summary>What a template is called with.</summary>
internal abstract class CallArguments
{
    public abstract MapNode? Parameter(string name);

    public abstract MapNode? Artifact(string name);
}

/// <summary>The arguments that a step, a task or a workflow gives.</summary>
internal sealed class GivenArguments(IEnumerable<MapNode> parameters, IEnumerable<MapNode> artifacts) : CallArguments
{
    public static GivenArguments Of(MapNode? arguments) => new(arguments.Maps("parameters"), arguments.Maps("artifacts"));

    public override MapNode? Parameter(string name) => parameters.FirstOrDefault(p => p.Text("name") == name);

    public override MapNode? Artifact(string name) => artifacts.FirstOrDefault(a => a.Text("name") == name);
}

/// <summary>A value for everything, so that a template can be checked without a caller.</summary>
internal sealed class PlaceholderArguments(Placeholders placeholders) : CallArguments
{
    public override MapNode? Parameter(string name) => new MapNode().Add("name", name).Add("value", placeholders.Next());

    public override MapNode? Artifact(string name) => new MapNode().Add("name", name);
}

/// <summary>Numbers the values that stand for what only a run knows.</summary>
internal sealed class Placeholders
{
    public const string Prefix = "__argo__internal__placeholder-";

    private int _next;

    public string Next() => Prefix + (_next++).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool Is(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);
}
