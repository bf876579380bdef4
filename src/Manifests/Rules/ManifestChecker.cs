using Argosy.Manifests.Rules.Argo;
using Argosy.Manifests.Rules.Cluster;
using Argosy.Manifests.Rules.Decoding;
using Argosy.Manifests.Rules.Runtime;
using Argosy.Manifests.Schema;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules;

/// <summary>Checks documents that may refer to each other.</summary>
public static class ManifestChecker
{
    /// <summary>Everything that is wrong with the documents, in their order. Documents of kinds that are not Argo's are passed over.</summary>
    public static IReadOnlyList<Finding> Check(IReadOnlyList<ManifestDocument> documents, CheckOptions options)
    {
        var findings = new List<Finding>();
        var library = new TemplateLibrary(options.FindTemplate);
        var objects = new List<CheckedObject>();
        foreach (var document in documents)
        {
            if (SchemaTable.OfKind(document.Kind) is not { } type)
            {
                Foreign(document, options, findings);
                continue;
            }

            var checkedObject = new CheckedObject(document, type);
            objects.Add(checkedObject);
            if (checkedObject.Kind is "WorkflowTemplate" or "ClusterWorkflowTemplate" && !library.Add(checkedObject))
                findings.Add(new Finding(RuleCatalog.Reading.SameObject.Id, FindingSeverity.Error,
                    $"there is another {checkedObject.Kind} {checkedObject.Name} among these documents: give one of them another name", checkedObject.Metadata?.At("name").Place ?? document.Root.Place, document));
        }

        var placeholders = new Placeholders();
        foreach (var checkedObject in objects) Check(checkedObject, library, options, placeholders, findings);
        return findings;
    }

    // Argo reads the top level of whatever it does not know as the metadata of an object, and ends the whole run where that does not fit.
    private static void Foreign(ManifestDocument document, CheckOptions options, List<Finding> findings)
    {
        if (options.ArgoRulesOnly) return;
        foreach (var fault in ObjectDecoder.Decode(document.Root, SchemaTable.Struct("meta.ObjectMeta"), false).Faults)
            findings.Add(new Finding(RuleCatalog.Reading.ForeignKind.Id, options.StrictRuntime ? FindingSeverity.Error : FindingSeverity.Warning,
                $"Argo's lint stops at this {fault.Path} and checks nothing at all: keep the file out of the folder", fault.Place, document)
            { Path = PlacePath.Of(document.Root, fault.Place) });
    }

    private static void Check(CheckedObject o, TemplateLibrary library, CheckOptions options, Placeholders placeholders, List<Finding> findings)
    {
        var own = new List<Finding>();
        var seen = new HashSet<(string, string, SourcePlace)>();

        Decoding(o, options, Report);
        if (o.Decoded.Faults.Count == 0 && o.Kind is "Workflow" or "WorkflowTemplate" or "ClusterWorkflowTemplate" or "CronWorkflow" && (!options.ArgoRulesOnly || own.Count == 0))
        {
            try
            {
                new WorkflowValidation(o, library, options, placeholders, Report).Run();
            }
            catch (FirstErrorException e)
            {
                // Argo's own words, with the way that it came.
                if (own.Count > 0) own[own.Count - 1] = own[own.Count - 1] with { Message = e.Message };
            }
            catch (ArgoCrashException e)
            {
                Report(RuleCatalog.Objects.ReferenceMissing, e.Message, o.Document.Root.Place);
            }

            if (!options.ArgoRulesOnly)
            {
                var context = new RuleContext(o, library, options, Report);
                foreach (var rule in ClusterRules.All) rule.Check(context);
                foreach (var rule in RunRules.All) rule.Check(context);
            }
        }

        findings.AddRange(own.OrderBy(f => f.Place.File == o.Document.File ? 0 : 1).ThenBy(f => f.Place.Line).ThenBy(f => f.Place.Column));

        void Report(Rule rule, string message, SourcePlace place)
        {
            if (!seen.Add((rule.Id, message, place))) return;
            var severity = options.StrictRuntime && rule.Origin != RuleOrigin.Argo ? FindingSeverity.Error : rule.Severity;
            own.Add(new Finding(rule.Id, severity, message, place, o.Document) { Path = PlacePath.Of(o.Document.Root, place) });
        }
    }

    private static void Decoding(CheckedObject o, CheckOptions options, Action<Rule, string, SourcePlace> report)
    {
        foreach (var key in o.Decoded.Repeated)
            report(RuleCatalog.Reading.RepeatedKey, $"the key {key.Key} stands twice in this map (first in line {key.First.Line}); Argo leaves the whole document out without a word", key.Place);
        if (options.ArgoRulesOnly && o.Decoded.ArgoFault is { } first) report(RuleCatalog.Reading.WrongType, first.ArgoText, first.Place);
        else if (!options.ArgoRulesOnly)
            foreach (var fault in o.Decoded.Faults) report(RuleCatalog.Reading.WrongType, fault.Message, fault.Place);
        foreach (var unknown in o.Decoded.Unknown)
        {
            if (!unknown.IsSeenByArgo && options.ArgoRulesOnly) continue;
            var hint = Nearest.Hint(Nearest.To(unknown.Key, unknown.Known));
            if (unknown.IsSeenByArgo) report(RuleCatalog.Reading.UnknownField, $"there is no field {unknown.Key} here{hint}", unknown.Place);
            else report(RuleCatalog.Reading.HiddenUnknownField, $"there is no field {unknown.Key} here, and Argo drops it without a word{hint}", unknown.Place);
        }
    }
}
