using Argosy.Manifests.Rules.Decoding;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Argo;

internal sealed partial class WorkflowValidation
{
    private void Dag(MapNode template, string name, VariableScope scope, Base @base)
    {
        NoDeadline(template, name);
        var dag = template.Map("dag");
        var written = dag.Maps("tasks").ToList();
        if (written.Count == 0)
        {
            Fail(RuleCatalog.Graphs.NoTasks, $"templates.{name} must have at least one task", template.At("dag"));
            return;
        }

        var graph = new TaskGraph(written);
        var tasks = graph.Sorted(out var problems);
        foreach (var problem in problems) Fail(problem.Rule, $"templates.{name} sorting failed: {problem.Text}", problem.At, problem.Hint);
        FieldNames(tasks, $"templates.{name}.tasks", false, dag);

        var resolved = new Dictionary<MapNode, Resolved>();
        var usesDepends = written.Any(t => t.Text("depends").Length > 0);
        foreach (var task in tasks) resolved[task] = TaskTemplate(task, name, usesDepends, graph, scope, @base);

        var target = dag.Text("target");
        Resolve(target, scope, $"templates.{name}.targets ", dag!.At("target"));
        if (target.Length > 0)
            foreach (var word in target.Split(' '))
                if (!IsTag(word) && graph.Task(word) is null)
                    Fail(RuleCatalog.Graphs.Target, $"templates.{name}.targets: target '{word}' is not defined", dag!.At("target"), Nearest.Hint(Nearest.To(word, graph.Names)));

        foreach (var task in tasks) TaskCall(task, name, graph, scope, resolved, @base);
    }

    /// <summary>First round: every task's template, before any task's arguments.</summary>
    private Resolved TaskTemplate(MapNode task, string template, bool usesDepends, TaskGraph graph, VariableScope scope, Base @base)
    {
        var name = task.Text("name");
        var where = $"templates.{template}.tasks.{name} ";
        if ((usesDepends || task.Any("dependencies")) && name.Length > 0 && name[0] is >= '0' and <= '9')
            Fail(RuleCatalog.Graphs.Digit, $"{where}name cannot begin with a digit when using either 'depends' or 'dependencies'", task.At("name"));
        if (usesDepends && task.Any("dependencies"))
            Fail(RuleCatalog.Graphs.DependsAndDependencies, $"templates.{template} cannot use both 'depends' and 'dependencies' in the same DAG template", task.At("dependencies"));
        if (usesDepends && task.Has("continueOn"))
            Fail(RuleCatalog.Graphs.ContinueOn, $"templates.{template} cannot use 'continueOn' when using 'depends'. Instead use 'dep-task.Failed'/'dep-task.Errored'", task.At("continueOn"));

        Resolved resolved;
        using (Within(where)) resolved = Visit(task, task.At("name"), @base, _fake);
        AddNode("tasks", name, task, resolved, scope, IsLooped(task), false);

        if (TaskGraph.WrongResult(task.Text("depends")) is var (result, of) && result is not null)
            Fail(RuleCatalog.Graphs.TaskResult, $"{where}task result '{result}' for task '{of}' is invalid", PlaceOfText(task.At("depends"), $"{of}.{result}"), Nearest.Hint(Nearest.To(result, TaskGraph.Results)));
        foreach (var dependency in graph.DependenciesOf(task))
            if (dependency.IsItems && graph.Task(dependency.Name) is { } other && !IsLooped(other) && !other.Has("withSequence"))
                Fail(RuleCatalog.Graphs.NoItems,
                    $"templates.{template}.tasks.{dependency.Name} dependency '{dependency.Name}' uses an items-based condition such as .AnySucceeded or .AllFailed but does not contain any items",
                    PlaceOfText(task.At("depends"), dependency.Name));
        return resolved;
    }

    /// <summary>Second round: the call itself.</summary>
    private void TaskCall(MapNode task, string template, TaskGraph graph, VariableScope scope, Dictionary<MapNode, Resolved> resolved, Base @base)
    {
        var name = task.Text("name");
        var where = $"templates.{template}.tasks.{name} ";
        if (task.Has("hooks")) scope.Add($"tasks.{name}.status");
        AddNode("tasks", name, task, resolved[task], scope, false, false);
        var here = scope.Copy();
        var ancestors = graph.AncestorsOf(name);
        foreach (var ancestor in ancestors)
            if (graph.Task(ancestor) is { } other && resolved.TryGetValue(other, out var found)) AddNode("tasks", ancestor, other, found, here, IsLooped(other), true);
        foreach (var parameter in task.Map("inline").Map("inputs").Maps("parameters"))
        {
            here.Add("inputs.parameters." + parameter.Text("name"));
            _placeholders.Next();
        }

        Loop(task, here, where);
        Resolve(GoJson.Write(task, TaskType), here, where, task);
        ArgumentsAndNames($"templates.{template}.tasks.{name}.arguments.", task.Map("arguments"), false);
        foreach (var (kind, field, list) in ((string, string, string)[])[("parameter", "value", "parameters"), ("artifact", "from", "artifacts")])
        {
            foreach (var argument in task.Map("arguments").Maps(list))
            {
                var value = argument.Text(field);
                if (!value.StartsWith("{{tasks.", StringComparison.Ordinal)) continue;
                var used = value.Split('.')[1];
                if (ancestors.Contains(used)) continue;
                Fail(RuleCatalog.Graphs.MissingDependency, $"{where}missing dependency '{used}' for {kind} '{argument.Text("name")}'", argument.At(field),
                    graph.Task(used) is null ? "" : used == name ? "; a task cannot read its own outputs" : $"; add {used} to the dependencies of {name}");
            }
        }

        if (resolved[task].IsMissing) return;
        using (Within(where)) Visit(task, task.At("name"), @base, GivenArguments.Of(task.Map("arguments")));
    }

    private static SourcePlace PlaceOfText(Node node, string text) =>
        node is ScalarNode scalar && scalar.Text.IndexOf(text, StringComparison.Ordinal) is >= 0 and var at ? scalar.PlaceOf(at, text.Length) : node.Place;
}
