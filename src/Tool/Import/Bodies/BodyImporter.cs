using Argosy.Manifests.Names;
using Argosy.Tool.Import.Naming;
using Argosy.Tool.Import.Templates;

namespace Argosy.Tool.Import.Bodies;

/// <summary>What the bodies of DAGs and Steps have in common: one node as one statement.</summary>
internal sealed partial class BodyImporter(TemplateIndex templates, GraphScope scope, IReadOnlySet<string> referenced)
{
    private readonly CallImporter _calls = new(templates);
    private readonly CSharpNames _names = new(scope.Inputs.Select(i => i.CSharp).Concat(templates.All.Values.Select(t => t.Method)).Append("item"));
    private readonly HashSet<string> _derived = new(StringComparer.Ordinal);

    /// <summary>The expression of a node with all that hangs on it, and the variable that holds it.</summary>
    /// <param name="Variable">The variable, or null where nobody needs it.</param>
    /// <param name="Expression">The call.</param>
    /// <param name="Loop">What it loops over, or null.</param>
    /// <param name="Condition">The <c>if</c> before it, or null.</param>
    internal sealed record Statement(string? Variable, string Expression, ImportedLoop? Loop, string? Condition = null);

    /// <summary>A node as a statement; null where C# cannot say all of it.</summary>
    /// <param name="node">The fields of the task or step.</param>
    /// <param name="after">The <c>.After(…)</c> part, made once the values that the call uses are known.</param>
    /// <param name="indent">The indentation of the statement.</param>
    /// <param name="isHandle">Whether it is one of several handles that a group gives, so that it has a variable in any case.</param>
    public Statement? Import(FieldSet node, Func<string?> after, string indent, bool isHandle = false)
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
        var takesName = template is not null && !_derived.Contains(template.Name) && templates.Own(template.Name) == template;
        var condition = isReferenced || isHandle || isLoop ? null : Condition(node);
        if (condition is not null || (!isReferenced && !isHandle && !isLoop && takesName && template!.Name == name))
        {
            // Nobody needs the handle, and the call has the name of its template by itself.
            derived = takesName ? template!.Name : null;
        }
        else if (isReferenced || (!isLoop && ManifestNames.Task(candidate.TrimStart('@')) == name))
        {
            variable = candidate;
            derived = ManifestNames.Task(candidate.TrimStart('@'));
        }
        else
        {
            derived = takesName && !isHandle ? template!.Name : null;
        }

        if (_calls.Suffixes(node, inside, derived, indent) is not { } suffixes) return null;
        foreach (var used in inside.Used) scope.Used.Add(used);
        if (after() is not { } order || node.Rest() is not null) return null;
        _derived.Add(name);
        if (variable is not null) scope.Nodes[name] = new GraphVariable(variable, template, isLoop);
        return new Statement(variable, call + suffixes + order, loop, condition);
    }

    // How the workflow ended is compared in the words of C#, which say the same manifest.
    private static string? Condition(FieldSet node)
    {
        if (node.Peek("when") is not Argosy.Manifests.Tree.ScalarNode { Kind: Argosy.Manifests.Tree.ScalarKind.String } when || StatusComparison().Match(when.Text) is not { Success: true } match) return null;
        node.Take("when");
        return $"Workflow.Status {match.Groups[1].Value} Status.{match.Groups[2].Value}";
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"^\{\{workflow\.status\}\} (==|!=) (Succeeded|Failed|Error)$")]
    private static partial System.Text.RegularExpressions.Regex StatusComparison();

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

        if (statement.Condition is { } condition)
        {
            yield return $"{indent}if ({condition}) {statement.Expression};";
            yield break;
        }

        yield return statement.Variable is null ? $"{indent}{statement.Expression};" : $"{indent}var {statement.Variable} = {statement.Expression};";
    }
}
