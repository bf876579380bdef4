using Argosy.Generator.Diagnostics;
using Argosy.Generator.Emitting;
using Argosy.Generator.Model;
using Argosy.Generator.Parsing;
using Argosy.Manifests.Rules;
using Argosy.Manifests.Tree;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Argosy.Generator.Analyzers;

/// <summary>Runs the rules for manifests over what a class becomes, and says each finding at the C# that it comes from.</summary>
internal sealed class ManifestRules(ParseContext context, INamedTypeSymbol type, WorkflowModel model)
{
    // What only another object could tell: it may come from a package or be in the cluster.
    private static readonly HashSet<string> s_needsOthers = new(StringComparer.Ordinal) { "ARGO212", "ARGO214", "ARGO242" };

    /// <summary>What the cluster's store takes of one object.</summary>
    public const int MaxBytes = 1_500_000;

    // What the language says itself, in the words of C#: a parameter pasted into a script (ARGO134), the value of a step that may be skipped (ARGO125).
    // ARGO357: a class always has a name unless GenerateName = "" says that whoever creates the object gives one.
    private static readonly HashSet<string> s_saidByTheLanguage = new(StringComparer.Ordinal) { "ARGO504", "ARGO413", "ARGO357" };

    private readonly Dictionary<(string?, int, int), int> _marks = [];
    private bool _hasUnknownReference;

    /// <summary>
    /// Whether the rules may find an error in what a model becomes. Made without the compilation, so that it is asked once for each model;
    /// <see cref="Report"/> says what it is and where.
    /// </summary>
    public static bool MayFindErrors(WorkflowModel model, MapNode tree)
    {
        if (model.Kind == "Job") return false;
        var hasReference = false;
        var findings = ManifestChecker.Check([new ManifestDocument(null, 0, tree)], new CheckOptions { FindTemplate = Find });
        return findings.Any(f => f.Severity == FindingSeverity.Error && !s_saidByTheLanguage.Contains(f.RuleId) && RuleDescriptors.Find(f.RuleId) is not null && !(hasReference && s_needsOthers.Contains(f.RuleId)));

        ManifestDocument? Find(TemplateReference reference)
        {
            var known = Known(model, reference);
            hasReference |= known is null;
            return known;
        }
    }

    public void Report(Action<Diagnostic> report)
    {
        if (model.Kind == "Job") return;
        var tree = ManifestEmitter.Tree(model, "app:latest", Place, Inside);
        var size = System.Text.Encoding.UTF8.GetByteCount(Manifests.Writing.YamlWriter.Write(tree));
        if (size > MaxBytes) context.Report(Descriptors.ManifestTooLarge, type.Locations.FirstOrDefault(), type.Name, size, MaxBytes);
        var document = new ManifestDocument(null, 0, tree);
        var findings = ManifestChecker.Check([document], new CheckOptions { FindTemplate = Find });
        foreach (var finding in findings)
        {
            if (s_saidByTheLanguage.Contains(finding.RuleId)) continue;
            if (_hasUnknownReference && s_needsOthers.Contains(finding.RuleId)) continue;
            var descriptor = RuleDescriptors.Find(finding.RuleId);
            if (descriptor is null) continue;
            report(Diagnostic.Create(descriptor, LocationOf(finding.Place), finding.Severity == FindingSeverity.Error ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, null, null, finding.Message));
        }
    }

    private SourcePlace Place(int mark)
    {
        var place = PlaceOf(context.PlaceOf(mark));
        _marks[(place.File, place.Line, place.Column)] = mark;
        return place;
    }

    private SourcePlace Inside(int mark, int offset)
    {
        var place = PlaceOf(context.PlaceInside(mark, offset, 1));
        if (!_marks.ContainsKey((place.File, place.Line, place.Column))) _marks[(place.File, place.Line, place.Column)] = mark;
        return SourcePlace.At(place.File, place.Line, place.Column);
    }

    private static SourcePlace PlaceOf(Location location)
    {
        if (location.SourceTree is null) return default;
        var span = location.GetLineSpan();
        return new SourcePlace(span.Path, span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1, span.EndLinePosition.Line + 1, span.EndLinePosition.Character + 1);
    }

    private Location LocationOf(SourcePlace place)
    {
        if (!place.IsKnown || !_marks.TryGetValue((place.File, place.Line, place.Column), out var mark)) return type.Locations.FirstOrDefault() ?? Location.None;
        var whole = context.PlaceOf(mark);
        if (whole.SourceTree is not { } tree) return whole;
        var lines = tree.GetText(context.Cancellation).Lines;
        var start = lines[place.Line - 1].Start + place.Column - 1;
        var end = place.EndLine > 0 && place.EndLine <= lines.Count ? lines[place.EndLine - 1].Start + place.EndColumn - 1 : start;
        return end > start ? Location.Create(tree, TextSpan.FromBounds(start, end)) : whole;
    }

    /// <summary>A WorkflowTemplate class that C# names, or one of this project whose name a manifest text says.</summary>
    private ManifestDocument? Find(TemplateReference reference)
    {
        if (Known(model, reference) is { } known) return known;
        var found = Classes(context.Compilation.Assembly.GlobalNamespace).FirstOrDefault(t => WorkflowScope.StoredName(t) is var (name, isCluster) && name == reference.Name && isCluster == reference.IsClusterScope);
        if (found is not null && ReferencedObjects.Of(found, asWhole: false) is { } outline) return Document(outline);
        _hasUnknownReference = true;
        return null;
    }

    private static ManifestDocument? Known(WorkflowModel model, TemplateReference reference)
    {
        foreach (var known in model.References)
            if (known.Name == reference.Name && known.IsCluster == reference.IsClusterScope) return Document(known);
        return null;
    }

    private static ManifestDocument Document(ReferencedObject found) => new(null, 0, ManifestEmitter.Plain(found.Outline));

    private static IEnumerable<INamedTypeSymbol> Classes(INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetTypeMembers().SelectMany(t => t.GetTypeMembers())).Concat(space.GetNamespaceMembers().SelectMany(Classes));
}
