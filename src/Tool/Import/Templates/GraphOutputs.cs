using Argosy.Manifests.Tree;

namespace Argosy.Tool.Import.Templates;

/// <summary>Outputs of a DAG or Steps template that a <c>return</c> can say.</summary>
internal static class GraphOutputs
{
    /// <summary>Whether each output is just the output of a node.</summary>
    public static bool CanBeReturned(MapNode template) => false;
}
