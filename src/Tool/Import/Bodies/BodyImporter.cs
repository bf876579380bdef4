using Argosy.Manifests.Names;
using Argosy.Tool.Import.Naming;
using Argosy.Tool.Import.Templates;

namespace Argosy.Tool.Import.Bodies;

/// <summary>What the bodies of DAGs and Steps have in common: one node as one statement.</summary>
internal sealed class BodyImporter(TemplateIndex templates, GraphScope scope, IReadOnlySet<string> referenced)
{
    private readonly CallImporter _calls = new(templates);
    private readonly CSharpNames _names = new(scope.Inputs.Select(i => i.CSharp).Concat(templates.All.Values.Select(t => t.Method)).Append("item"));
    private readonly HashSet<string> _derived = new(StringComparer.Ordinal);

    /// <summary>The expression of a node with all that hangs on it, and the variable that holds it.</summary>
    /// <param name="Variable">The variable, or null where nobody needs it.</param>
    /// <param name="Expression">The call.</param>
    /// <param name="Loop">What it loops over, or null.</param>
    internal sealed record Statement(string? Variable, string Expression, ImportedLoop? Loop);

    /// <summary>A node as a statement; null where C# cannot say all of it.</summary>
    /// <param name="node">The fields of the task or step.</param>
    /// <param name="after">The <c>.After(…)</c> part, made once the values that the call uses are known.</param>
    /// <param name="indent">The indentation of the statement.</param>
    public Statement? Import(FieldSet node, Func<string?> after, string indent)
    {
        scope.ForgetUses();
        var name = ((Argosy.Manifests.Tree.ScalarNode)node.Map["name"]!).Text;
        var isLoop = LoopImporter.IsLoop(node);
        ImportedLoop? loop = null;
        if (isLoop && (loop = LoopImporter.Import(node, scope, indent)) is null) return null;
        var inside = loop is null ? scope : scope.InLoop("item", loop.ItemIsText, loop.Members);
        if (_calls.Call(node, inside, indent) is not { } call) return null;
        var template = _calls.Template(node);
        var isReferenced = referenced.Contains(name);
        string? variable = null;
        string? derived;
        var candidate = _names.Variable(name);
        if (isReferenced || (!isLoop && ManifestNames.Task(candidate.TrimStart('@')) == name))
        {
            variable = candidate;
            derived = ManifestNames.Task(candidate.TrimStart('@'));
        }
        else
        {
            derived = template is not null && !_derived.Contains(template.Name) && templates.Own(template.Name) == template ? template.Name : null;
        }

        if (_calls.Suffixes(node, inside, derived, indent) is not { } suffixes) return null;
        foreach (var used in inside.Used) scope.Used.Add(used);
        if (after() is not { } order || node.Rest() is not null) return null;
        _derived.Add(name);
        if (variable is not null) scope.Nodes[name] = new GraphVariable(variable, template, isLoop);
        return new Statement(variable, call + suffixes + order, loop);
    }

    /// <summary>The lines of a statement.</summary>
    public static IEnumerable<string> Lines(Statement statement, string indent)
    {
        if (statement.Loop is { } loop)
        {
            if (statement.Variable is not null)
            {
                yield return $"{indent}var {statement.Variable} = {loop.Source}.Select(item => {statement.Expression}).Collect();";
                yield break;
            }

            yield return $"{indent}foreach (var item in {loop.Source})";
            yield return $"{indent}    {statement.Expression};";
            yield break;
        }

        yield return statement.Variable is null ? $"{indent}{statement.Expression};" : $"{indent}var {statement.Variable} = {statement.Expression};";
    }
}
