using System.Collections.Concurrent;

namespace Argosy;

/// <summary>The workflows of this program. Generated code registers them from a module initializer, without reflection.</summary>
public static class WorkflowRegistry
{
    private static readonly ConcurrentDictionary<string, WorkflowDefinition> s_definitions = new(StringComparer.Ordinal);

    /// <summary>All registered objects, by class name.</summary>
    public static IReadOnlyList<WorkflowDefinition> All => s_definitions.Values.OrderBy(d => d.ClassName, StringComparer.Ordinal).ToArray();

    /// <summary>Registers an object. Called by generated code.</summary>
    public static void Register(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        s_definitions[definition.ClassName] = definition;
    }

    /// <summary>The object of that name, or of that class; null when there is none.</summary>
    public static WorkflowDefinition? Find(string name) =>
        All.FirstOrDefault(d => d.Name == name) ?? All.FirstOrDefault(d => d.ClassName == name || d.ClassName.EndsWith("." + name, StringComparison.Ordinal));
}
