namespace Argosy.Manifests.Rules;

/// <summary>All rules for manifests, each in the group (a nested class) of what it is about; a group may stand in a file of its own. 200–349 are Argo's own, 350–399 those of the API server, 400–599 those that only a run would show.</summary>
public static partial class RuleCatalog
{
    private static readonly List<Rule> Rules = [];

    // Not before it is asked for: a group may be what is being initialized right now.
    private static readonly Lazy<IReadOnlyList<Rule>> Loaded = new(Load);

    /// <summary>All rules in the order of their ids.</summary>
    public static IReadOnlyList<Rule> All => Loaded.Value;

    /// <summary>The rule of an id; null if there is none.</summary>
    public static Rule? Find(string id) => All.FirstOrDefault(r => r.Id == id);

    private static Rule Argo(int number, string title) => Add(new Rule($"ARGO{number}", title, RuleOrigin.Argo, FindingSeverity.Error));

    private static Rule Cluster(int number, string title, FindingSeverity severity = FindingSeverity.Error) => Add(new Rule($"ARGO{number}", title, RuleOrigin.Cluster, severity));

    private static Rule Run(int number, string title, FindingSeverity severity = FindingSeverity.Warning) => Add(new Rule($"ARGO{number}", title, RuleOrigin.Run, severity));

    private static Rule Add(Rule rule)
    {
        lock (Rules) Rules.Add(rule);
        return rule;
    }

    private static List<Rule> Load()
    {
        foreach (var group in typeof(RuleCatalog).GetNestedTypes(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public))
            System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(group.TypeHandle);
        return [.. Rules.OrderBy(r => r.Id, StringComparer.Ordinal)];
    }

    internal static class Reading
    {
        public static readonly Rule Syntax = Argo(200, "The document cannot be read");
        public static readonly Rule NoObject = Argo(201, "The document is no object of a known kind");
        public static readonly Rule RepeatedKey = Argo(202, "A key stands twice in one map");
        public static readonly Rule WrongType = Argo(203, "A value does not fit its field");
        public static readonly Rule UnknownField = Argo(204, "A field does not exist");
        public static readonly Rule HiddenUnknownField = Cluster(205, "A field of a step does not exist, and Argo drops it without a word", FindingSeverity.Warning);
        public static readonly Rule TooLarge = Argo(206, "The document is larger or deeper than any manifest");
        public static readonly Rule ForeignKind = Cluster(208, "A document of another kind stops Argo's lint", FindingSeverity.Warning);
        public static readonly Rule SameObject = Argo(207, "Two templates have the same name");
    }

    internal static class Objects
    {
        public static readonly Rule Name = Argo(210, "The object's name is too long");
        public static readonly Rule ReferenceAndTemplates = Argo(211, "A workflow that refers to a WorkflowTemplate has templates of its own");
        public static readonly Rule ReferenceMissing = Argo(212, "The referenced WorkflowTemplate does not exist");
        public static readonly Rule NoEntrypoint = Argo(213, "The entrypoint is missing");
        public static readonly Rule UndefinedTemplate = Argo(214, "The template does not exist");
        public static readonly Rule ExecutorPlugin = Argo(215, "An executor plugin is incomplete");
        public static readonly Rule PodGC = Argo(216, "The pod garbage collection is wrong");
        public static readonly Rule PodResources = Argo(217, "Pod-level resources are wrong");
        public static readonly Rule HookExpression = Argo(218, "A hook has no expression");
        public static readonly Rule NoSchedule = Argo(220, "The CronWorkflow has no schedule");
        public static readonly Rule Schedule = Argo(221, "The schedule is malformed");
        public static readonly Rule TimeZone = Argo(222, "The time zone does not exist");
        public static readonly Rule ConcurrencyPolicy = Argo(223, "The concurrency policy does not exist");
        public static readonly Rule StartingDeadline = Argo(224, "The starting deadline is negative");
    }

    internal static class Templates
    {
        public static readonly Rule NameRequired = Argo(230, "A name is missing");
        public static readonly Rule NameInvalid = Argo(231, "A name has characters that it may not have, or is too long");
        public static readonly Rule NameRepeated = Argo(232, "A name is used twice in one list");
        public static readonly Rule ReservedContainer = Argo(233, "A container has a name that Argo reserves");
        public static readonly Rule InitContainerName = Argo(234, "An init container has no name");
        public static readonly Rule NoType = Argo(240, "A template has no type");
        public static readonly Rule ManyTypes = Argo(241, "A template has several types");
        public static readonly Rule Reference = Argo(242, "A step or task does not say what it runs");
        public static readonly Rule RetryPolicy = Argo(243, "The retry policy does not exist");
        public static readonly Rule Timeout = Argo(244, "The timeout is wrong");
        public static readonly Rule PendingTimeout = Argo(245, "The pending timeout is wrong");
        public static readonly Rule Deadline = Argo(246, "The active deadline is wrong");
        public static readonly Rule Parallelism = Argo(247, "Parallelism on a template that runs nothing in parallel");
        public static readonly Rule ResourceClaims = Argo(248, "Resource claims on a template without a pod");
        public static readonly Rule ArtifactPath = Argo(252, "An artifact has no path");
        public static readonly Rule PathOnlyInLeaf = Argo(253, "An artifact path on a template that has no container");
        public static readonly Rule FromInInput = Argo(254, "An input artifact has from");
        public static readonly Rule Traversal = Argo(255, "An artifact path leaves its directory");
        public static readonly Rule Git = Argo(256, "A git artifact has no repository");
        public static readonly Rule Hdfs = Argo(257, "An HDFS artifact is incomplete");
        public static readonly Rule MountCollision = Argo(258, "Two things are mounted at one path");
        public static readonly Rule Image = Argo(259, "The image is missing");
        public static readonly Rule Metric = Argo(260, "A metric is wrong");
        public static readonly Rule NoContainers = Argo(265, "A container set has no containers");
        public static readonly Rule ContainerDependency = Argo(266, "A container depends on one that does not exist");
        public static readonly Rule ContainerCycle = Argo(267, "Containers depend on each other");
        public static readonly Rule NoMain = Argo(268, "A container set with inputs or outputs has no container main");
        public static readonly Rule ResourceAction = Argo(270, "The action of a resource template does not exist");
        public static readonly Rule NoManifest = Argo(271, "A resource template has no manifest");
        public static readonly Rule TwoManifests = Argo(272, "A resource template has two manifests");
        public static readonly Rule ManifestFrom = Argo(273, "The artifact of manifestFrom does not exist");
        public static readonly Rule ManifestYaml = Argo(274, "The manifest of a resource template is no YAML");
        public static readonly Rule OutputValue = Argo(320, "An output parameter has no value, or two");
        public static readonly Rule OutputSource = Argo(321, "An output parameter's source does not fit the template");
    }

    internal static class Calls
    {
        public static readonly Rule NotSupplied = Argo(250, "An input parameter gets no value");
        public static readonly Rule ArtifactNotSupplied = Argo(251, "An input artifact is not supplied");
        public static readonly Rule ArgumentValue = Argo(280, "An argument has no value");
        public static readonly Rule ArgumentValueFrom = Argo(281, "An argument's valueFrom is of a kind that arguments cannot have");
        public static readonly Rule ArgumentEnum = Argo(282, "An argument is none of its enum's values");
        public static readonly Rule ArgumentArtifact = Argo(283, "An artifact argument says not where it comes from");
        public static readonly Rule ArgumentTwoSources = Argo(284, "An artifact argument has two sources");
        public static readonly Rule Loops = Argo(290, "More than one kind of loop");
        public static readonly Rule Sequence = Argo(291, "A sequence has both count and end");
    }

    internal static class Graphs
    {
        public static readonly Rule NoTasks = Argo(300, "A DAG has no tasks");
        public static readonly Rule UnknownDependency = Argo(301, "A task depends on one that does not exist");
        public static readonly Rule Cycle = Argo(302, "Tasks depend on each other");
        public static readonly Rule Digit = Argo(303, "A task name begins with a digit");
        public static readonly Rule DependsAndDependencies = Argo(304, "A DAG has both depends and dependencies");
        public static readonly Rule ContinueOn = Argo(305, "continueOn beside depends");
        public static readonly Rule TaskResult = Argo(306, "The task result does not exist");
        public static readonly Rule NoItems = Argo(307, "A condition over items of a task without a loop");
        public static readonly Rule Target = Argo(308, "The target does not exist");
        public static readonly Rule MissingDependency = Argo(309, "A task uses the output of one that it does not depend on");
    }

    internal static class Tags
    {
        public static readonly Rule Unresolved = Argo(330, "A tag names something that is not there");
        public static readonly Rule Unclosed = Argo(331, "A tag is never closed");
        public static readonly Rule Substitution = Argo(332, "A tag cannot be replaced");
    }

    internal static class Api
    {
        public static readonly Rule Required = Cluster(350, "A required field is missing");
        public static readonly Rule Enum = Cluster(351, "A value is none of the allowed ones");
        public static readonly Rule TooMany = Cluster(352, "A list has too many items");
        public static readonly Rule Pattern = Cluster(353, "A value does not match its pattern");
        public static readonly Rule Bounds = Cluster(354, "A value is too small, too large or too short");
        public static readonly Rule Duplicate = Cluster(355, "Two items of a list have the same key");
        public static readonly Rule Exclusive = Cluster(356, "Fields that exclude each other");
        public static readonly Rule ObjectName = Cluster(357, "The object's name is missing or no DNS name");
    }
}
