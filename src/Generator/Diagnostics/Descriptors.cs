using Microsoft.CodeAnalysis;

namespace Argosy.Generator.Diagnostics;

/// <summary>Every diagnostic of the language. Each has a page docs/diagnostics/ARGOnnn.md; those of manifest rules (ARGO2xx and up) are in the rules.</summary>
internal static class Descriptors
{
    private const string Category = "Argosy";

    public static readonly DiagnosticDescriptor ClassNotPartial = Error("ARGO101", "Class is not partial", "'{0}' must be declared 'static partial', so that its other half can be generated");

    public static readonly DiagnosticDescriptor TemplateMethodShape = Error("ARGO102", "Template method has the wrong shape", "'{0}' must be 'static partial', without a body, and return Step or Step<T>: {1}");

    public static readonly DiagnosticDescriptor GraphMethodShape = Error("ARGO103", "Graph method has the wrong shape", "'{0}' must be static, with a body, and return void, Step or Step<T>: {1}");

    public static readonly DiagnosticDescriptor TwoTemplateKinds = Error("ARGO104", "Method is two templates", "'{0}' is both [{1}] and [{2}]: keep one");

    public static readonly DiagnosticDescriptor NoEntrypoint = Error("ARGO105", "No entrypoint", "'{0}' does not say where it starts: put [Entrypoint] on one of its template methods");

    public static readonly DiagnosticDescriptor TwoEntrypoints = Error("ARGO106", "Two entrypoints", "'{0}' and '{1}' are both [Entrypoint]: keep one");

    public static readonly DiagnosticDescriptor DuplicateTemplate = Error("ARGO107", "Duplicate template name", "'{0}' and '{1}' are both the template '{2}': give one of them a Name");

    public static readonly DiagnosticDescriptor DuplicateTask = Error("ARGO108", "Duplicate task name", "There are two tasks '{0}' in '{1}': give one of them a name of its own with .Named(…)");

    public static readonly DiagnosticDescriptor BadName = Error("ARGO109", "Name that Argo rejects", "'{0}' is no valid {1}: {2}");

    public static readonly DiagnosticDescriptor NameTooLong = Error("ARGO110", "Name is too long", "'{0}' has {1} characters: a {2} may have {3}");

    public static readonly DiagnosticDescriptor Cycle = Error("ARGO111", "Cycle", "These tasks wait for each other: {0}");

    public static readonly DiagnosticDescriptor SelfDependency = Error("ARGO112", "Task depends on itself", "'{0}' waits for itself");

    public static readonly DiagnosticDescriptor UnknownTemplate = Error("ARGO113", "Unknown template", "There is no template method '{0}' in '{1}'{2}");

    public static readonly DiagnosticDescriptor UnknownTag = Error("ARGO114", "Unknown tag", "'{{{{{0}}}}}' names nothing that '{1}' has{2}");

    public static readonly DiagnosticDescriptor UnclosedTag = Error("ARGO115", "Tag is not closed", "'{{{{' without '}}}}': close the tag, or write Raw text without braces");

    public static readonly DiagnosticDescriptor ItemOutsideLoop = Error("ARGO116", "Item outside a loop", "'{{{{{0}}}}}' has a value in a loop only: pass the item to '{1}' as a parameter");

    public static readonly DiagnosticDescriptor NotAnAncestor = Error("ARGO117", "Reference to a task that did not run before", "'{{{{{0}}}}}' is an output of '{1}', which is not sure to have run before '{2}': pass the value, or add .After({1})");

    public static readonly DiagnosticDescriptor MissingInput = Error("ARGO118", "Input is missing", "The input '{0}' of '{1}' gets no value: {2}");

    public static readonly DiagnosticDescriptor OutputNotWritten = Error("ARGO119", "Output that nothing writes", "Nothing says what the output '{0}' of '{1}' is read from: {2}");

    public static readonly DiagnosticDescriptor UnsupportedStatement = Error("ARGO120", "Statement that is no graph", "{0} cannot be a graph: {1}");

    public static readonly DiagnosticDescriptor UnsupportedExpression = Error("ARGO121", "Expression that Argo cannot evaluate", "{0} cannot be said in a manifest: {1}");

    public static readonly DiagnosticDescriptor NotATemplate = Error("ARGO122", "Call of a method that is no template", "'{0}' is no template: only template methods and what docs/language.md lists can be called in a graph; write it as a [Function]");

    public static readonly DiagnosticDescriptor NotConstant = Error("ARGO123", "Value must be constant", "{0} must be a constant: {1}");

    public static readonly DiagnosticDescriptor NoResult = Error("ARGO124", "Step without a value", "'{0}' gives no {1}: {2}");

    public static readonly DiagnosticDescriptor MayBeSkipped = Warning("ARGO125", "Value of a step that may be skipped", "'{0}' does not run when its condition is false, and what reads its value would then wait for ever: read it inside the same branch, or use OrDefault({0}, …)");

    public static readonly DiagnosticDescriptor WrongArtifact = Error("ARGO126", "Not an artifact", "The input '{0}' of '{1}' is an artifact, and '{2}' is none");

    public static readonly DiagnosticDescriptor AfterInSteps = Error("ARGO127", "Dependency in a list of steps", "Steps run in the order in which they are written: .After(…) has no meaning in '{0}', which is [Steps]");

    public static readonly DiagnosticDescriptor ParallelOutsideSteps = Error("ARGO128", "Parallel outside steps", "Parallel(…) has no meaning in '{0}', which is a [Dag]: tasks that do not wait for each other run in parallel");

    public static readonly DiagnosticDescriptor WrongType = Error("ARGO129", "Output of another type", "'{0}' gives {1}, and the input '{2}' takes {3}");

    public static readonly DiagnosticDescriptor UnknownOutput = Error("ARGO130", "Unknown output", "'{0}' has no output '{1}'{2}");

    public static readonly DiagnosticDescriptor TooManyTasks = Error("ARGO131", "Too many tasks", "'{0}' has {1} tasks, and Argo takes {2} in one list: move a part into a [Dag] of its own, or loop with foreach");

    public static readonly DiagnosticDescriptor ManifestTooLarge = Error("ARGO132", "Manifest is too large", "The manifest of '{0}' has {1} bytes, more than the {2} that the cluster's store takes: move texts into images, artifacts or a WorkflowTemplate");

    public static readonly DiagnosticDescriptor UnsupportedType = Error("ARGO133", "Type that cannot be passed", "{0} cannot be passed between steps: use text, a number, bool, an array, a record that is JSON, or Artifact");

    public static readonly DiagnosticDescriptor ScriptInjection = Warning("ARGO134", "Parameter pasted into a script", "'{{{{{0}}}}}' is pasted into the text of a script, where a value such as \"; rm -rf /\" is run: put [Env] on the parameter and write \"${1}\"");

    public static readonly DiagnosticDescriptor UnknownSpec = Error("ARGO135", "Unknown Spec property", "There is no static property '{0}' in '{1}'{2}");

    public static readonly DiagnosticDescriptor UnsupportedLoop = Error("ARGO136", "Loop over something that Argo cannot loop over", "'{0}' cannot be looped over: use constants, a step's list, a list parameter or Range(…)");

    public static readonly DiagnosticDescriptor InputPathMissing = Error("ARGO137", "Artifact without a path", "The input artifact '{0}' of '{1}' needs a Path: where it lies in the container");

    public static readonly DiagnosticDescriptor DuplicateInput = Error("ARGO138", "Duplicate name of an input or output", "'{1}' has two {2} called '{0}'");

    public static readonly DiagnosticDescriptor FunctionShape = Error("ARGO139", "Function has the wrong shape", "'{0}' must be static, have a body and return Step or Step<T> (async is fine): {1}");

    public static readonly DiagnosticDescriptor ReturnPlace = Error("ARGO140", "Return in the middle of a graph", "'return' must be the last statement of a graph: {0}");

    public static readonly DiagnosticDescriptor Reassigned = Error("ARGO141", "Variable that changes", "'{0}' gets a second value, but a graph has no order of assignments: use a variable for each value");

    public static readonly DiagnosticDescriptor BadDuration = Error("ARGO143", "Not a duration", "'{0}' is no duration: write for instance 30s, 5m or 1h30m");

    public static readonly DiagnosticDescriptor DefaultNotInEnum = Error("ARGO144", "Default that is not allowed", "'{0}' is not one of the values that '{1}' allows: {2}");

    public static readonly DiagnosticDescriptor HandlerShape = Error("ARGO145", "Handler is not one call", "A handler is one call of a template method: () => CleanUp(…)");

    public static readonly DiagnosticDescriptor BadCondition = Error("ARGO146", "Condition that no step decides", "{0} cannot be a condition of a graph: compare the value of a step, an input or a workflow variable");

    public static readonly DiagnosticDescriptor UnknownAttributeValue = Error("ARGO147", "Value that Argo does not know", "'{0}' is no {1}{2}");

    public static readonly DiagnosticDescriptor ValueOfLoop = Error("ARGO149", "Value of a loop", "'{0}' runs in a loop: its value outside the loop is the list of all values; collect it with list.Select(x => …).Collect()");

    public static readonly DiagnosticDescriptor InlineCalls = Error("ARGO151", "Inline template called twice", "'{0}' is [Inline] and is called {1} times: it must be called once");

    public static readonly DiagnosticDescriptor NestedClass = Error("ARGO152", "Class inside a class that is not partial", "'{0}' must be partial too, because '{1}' is inside it");

    public static readonly DiagnosticDescriptor SpecConflict = Error("ARGO153", "Spec says another value", "The field {0} is '{1}' by an attribute or a signature and '{2}' in the Spec tree: say it in one place");

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        ClassNotPartial,
        TemplateMethodShape,
        GraphMethodShape,
        TwoTemplateKinds,
        NoEntrypoint,
        TwoEntrypoints,
        DuplicateTemplate,
        DuplicateTask,
        BadName,
        NameTooLong,
        Cycle,
        SelfDependency,
        UnknownTemplate,
        UnknownTag,
        UnclosedTag,
        ItemOutsideLoop,
        NotAnAncestor,
        MissingInput,
        OutputNotWritten,
        UnsupportedStatement,
        UnsupportedExpression,
        NotATemplate,
        NotConstant,
        NoResult,
        MayBeSkipped,
        WrongArtifact,
        AfterInSteps,
        ParallelOutsideSteps,
        WrongType,
        UnknownOutput,
        TooManyTasks,
        ManifestTooLarge,
        UnsupportedType,
        ScriptInjection,
        UnknownSpec,
        UnsupportedLoop,
        InputPathMissing,
        DuplicateInput,
        FunctionShape,
        ReturnPlace,
        Reassigned,
        BadDuration,
        DefaultNotInEnum,
        HandlerShape,
        BadCondition,
        UnknownAttributeValue,
        ValueOfLoop,
        InlineCalls,
        NestedClass,
        SpecConflict,
    ];

    private static DiagnosticDescriptor Error(string id, string title, string message) => Make(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) => Make(id, title, message, DiagnosticSeverity.Warning);

    /// <summary>The descriptor of a rule for manifests, whose text is the finding's own.</summary>
    public static DiagnosticDescriptor OfRule(string id, string title, DiagnosticSeverity severity) => Make(id, title, "{0}", severity);

    private static DiagnosticDescriptor Make(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: $"https://argosy.dev/diagnostics/{id}");
}
