using Argosy.Generator.Analyzers;
using Argosy.Generator.Model;
using Argosy.Generator.Parsing;
using Microsoft.CodeAnalysis;

namespace Argosy.Generator.Emitting;

/// <summary>A model and its manifest, after the rules for manifests have seen it. They must reject it here too: with analyzers off nobody else would.</summary>
/// <param name="Model">The model.</param>
/// <param name="Yaml">The text of the manifest.</param>
/// <param name="IsSuspect">Whether the rules object, as far as they see without other classes.</param>
internal sealed record Verdict(WorkflowModel Model, string? Yaml, bool IsSuspect)
{
    public static Verdict Of(WorkflowModel model, ProjectSettings project)
    {
        if (model.IsRejected) return new Verdict(model, null, IsSuspect: false);
        var tree = ManifestEmitter.Tree(model, project.Image);
        var yaml = ManifestEmitter.Text(model, tree);
        // The analyzer says the same as somebody types; what a build writes is decided in the build.
        if (project.IsEditor) return new Verdict(model, yaml, IsSuspect: false);

        // Longer text has more bytes: only what may be too large is counted.
        return new Verdict(model, yaml, yaml.Length > ManifestRules.MaxBytes / 3 && System.Text.Encoding.UTF8.GetByteCount(yaml) > ManifestRules.MaxBytes || ManifestRules.MayFindErrors(model, tree));
    }

    /// <summary>Asks the rules again, with other classes and places at hand.</summary>
    public Verdict Decide(Compilation compilation, CancellationToken cancellation)
    {
        var errors = compilation.GetTypeByMetadataName(Model.Class.MetadataName) is { } type ? SourceBodies.RuleErrors(type, compilation, cancellation) : "";
        return new Verdict(errors.Length > 0 ? Model with { IsRejected = true, Errors = errors } : Model, Yaml, IsSuspect: false);
    }
}
