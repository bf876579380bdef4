using Argosy.Manifests.Rules.Argo;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules;

/// <summary>
/// One rule in a file of its own. To add one: a <see cref="Rule"/> in the catalog, a class with this interface beside its like, a line in the list of its room
/// (<c>ClusterRules</c>, <c>RunRules</c>), a page in <c>docs/diagnostics</c>.
/// </summary>
internal interface IManifestRule
{
    /// <summary>Reports what is wrong with one object. It is called only for objects that could be decoded.</summary>
    void Check(RuleContext context);
}

/// <summary>What a rule sees.</summary>
/// <param name="Object">The object, decoded: fields have their types, nulls are gone, places are those of the file.</param>
/// <param name="Library">The templates that it may refer to.</param>
/// <param name="Options">How it is checked.</param>
/// <param name="Report">Takes what is wrong, and where.</param>
internal sealed record RuleContext(CheckedObject Object, TemplateLibrary Library, CheckOptions Options, Action<Rule, string, SourcePlace> Report)
{
    /// <summary>The spec of the workflow.</summary>
    public MapNode Spec => Object.Spec;

    /// <summary>The object's own templates.</summary>
    public IEnumerable<MapNode> Templates => Spec.Maps("templates");

    private readonly Lazy<Runtime.WorkflowView> _view = new(() => new Runtime.WorkflowView(Object, Library));

    /// <summary>Who calls whom, for the rules about what happens when it runs.</summary>
    public Runtime.WorkflowView View => _view.Value;
}
