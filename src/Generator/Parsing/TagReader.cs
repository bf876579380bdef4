using System.Text;
using Argosy.Generator.Diagnostics;
using Argosy.Generator.Model;

namespace Argosy.Generator.Parsing;

/// <summary>Checks the tags in a template's texts and writes short ones (<c>{{message}}</c>) in full.</summary>
internal sealed class TagReader(ParseContext context, TemplateShape shape, bool isScript)
{
    private static readonly string[] s_workflow =
    [
        "workflow.name", "workflow.namespace", "workflow.uid", "workflow.mainEntrypoint", "workflow.serviceAccountName", "workflow.status", "workflow.failures", "workflow.duration", "workflow.priority",
        "workflow.creationTimestamp", "workflow.scheduledTime", "workflow.parameters", "workflow.parameters.json", "workflow.labels.json", "workflow.annotations.json", "workflow.labels", "workflow.annotations",
    ];

    private static readonly string[] s_open =
        ["workflow.parameters.", "workflow.labels.", "workflow.annotations.", "workflow.outputs.", "workflow.creationTimestamp.", "workflow.env.", "outputs.", "resourcesDuration.", "lastRetry.", "tasks.name", "steps.name", "cronworkflow."];

    private static readonly string[] s_plain =
        ["pod.name", "node.name", "retries", "status", "duration", "exitCode", "lastRetry.exitCode", "lastRetry.status", "lastRetry.duration", "lastRetry.message", "inputs.parameters", "resourcesDuration.cpu", "resourcesDuration.memory"];

    /// <summary>The tree with its texts checked and completed.</summary>
    public Field Read(Field field, string key = "") => field switch
    {
        TextField text => Read(text, key),
        ListField list => list with { Items = list.Items.Select(i => Read(i, key)).ToEquatable() },
        MapField map => new MapField(map.Entries.Select(e => e with { Value = Read(e.Value, e.Key) }).ToEquatable(), map.Mark),
        _ => field,
    };

    private TextField Read(TextField field, string key)
    {
        var text = field.Text;
        if (text.IndexOf("{{", StringComparison.Ordinal) < 0) return field;
        var result = new StringBuilder(text.Length + 32);
        var rewritten = new List<RewrittenTag>();
        var at = 0;
        while (true)
        {
            var open = text.IndexOf("{{", at, StringComparison.Ordinal);
            if (open < 0) break;
            var close = text.IndexOf("}}", open + 2, StringComparison.Ordinal);
            if (close < 0)
            {
                context.Report(Descriptors.UnclosedTag, context.PlaceInside(field.Mark, open, 2));
                break;
            }

            result.Append(text, at, open - at);
            var inner = text.Substring(open + 2, close - open - 2);
            var full = Tag(inner, field, open + 2, key);
            result.Append("{{");
            if (full != inner) rewritten.Add(new RewrittenTag(result.Length, full.Length, open + 2, inner.Length));
            result.Append(full).Append("}}");
            at = close + 2;
        }

        result.Append(text, at, text.Length - at);
        return rewritten.Count == 0 ? field : new TextField(result.ToString(), context.Mark(field.Mark, rewritten));
    }

    private string Tag(string inner, TextField field, int offset, string key)
    {
        if (inner.StartsWith("=", StringComparison.Ordinal)) return inner;
        var name = inner.Trim();
        var start = offset + inner.IndexOf(name, StringComparison.Ordinal);
        if (name.Length == 0) return inner;
        if (name == "item" || name.StartsWith("item.", StringComparison.Ordinal))
        {
            context.Report(Descriptors.ItemOutsideLoop, context.PlaceInside(field.Mark, start, name.Length), name, shape.Method.Name);
            return inner;
        }

        var parameter = name.StartsWith("inputs.parameters.", StringComparison.Ordinal) ? name.Substring("inputs.parameters.".Length) : null;
        if (parameter is null && name.IndexOf('.') < 0 && !s_plain.Contains(name)) parameter = name;
        if (parameter is not null)
        {
            var input = shape.Inputs.FirstOrDefault(i => !i.IsArtifact && (i.Name == parameter || i.Parameter.Name == parameter));
            if (input is null)
            {
                Unknown(name, field, start, shape.Inputs.Where(i => !i.IsArtifact).Select(i => name == parameter ? i.Name : "inputs.parameters." + i.Name));
                return inner;
            }

            if (isScript && key == "source" && input.Parameter.Type.SpecialType == Microsoft.CodeAnalysis.SpecialType.System_String)
                context.Report(Descriptors.ScriptInjection, context.PlaceInside(field.Mark, start, name.Length), name, Manifests.Names.ManifestNames.UpperSnake(input.Parameter.Name));
            return input.Tag;
        }

        if (name.StartsWith("inputs.artifacts.", StringComparison.Ordinal))
        {
            var artifact = name.Substring("inputs.artifacts.".Length);
            artifact = artifact.EndsWith(".path", StringComparison.Ordinal) ? artifact.Substring(0, artifact.Length - 5) : artifact;
            if (!shape.Inputs.Any(i => i.IsArtifact && i.Name == artifact)) Unknown(name, field, start, shape.Inputs.Where(i => i.IsArtifact).Select(i => $"inputs.artifacts.{i.Name}.path"));
            return inner;
        }

        if (name.StartsWith("outputs.", StringComparison.Ordinal))
        {
            var parts = name.Split('.');
            if (parts.Length >= 3 && parts[1] is "parameters" or "artifacts")
            {
                var kind = parts[1] == "artifacts" ? OutputKind.Artifact : OutputKind.Parameter;
                if (!shape.Outputs.Any(o => o.Kind == kind && o.Name == parts[2])) Unknown(name, field, start, shape.Outputs.Where(o => o.Kind == kind).Select(o => $"outputs.{parts[1]}.{o.Name}{(parts.Length > 3 ? ".path" : "")}"));
            }

            return inner;
        }

        if (name.StartsWith("tasks.", StringComparison.Ordinal) || name.StartsWith("steps.", StringComparison.Ordinal))
        {
            if (name is not ("tasks.name" or "steps.name")) Unknown(name, field, start, []);
            return inner;
        }

        if (!s_plain.Contains(name) && !s_workflow.Contains(name) && !s_open.Any(o => name.StartsWith(o, StringComparison.Ordinal)))
            Unknown(name, field, start, s_plain.Concat(s_workflow));
        return inner;
    }

    private void Unknown(string name, TextField field, int start, IEnumerable<string> known) =>
        context.Report(Descriptors.UnknownTag, context.PlaceInside(field.Mark, start, name.Length), name, shape.Method.Name, Suggestion.For(name, known));
}
