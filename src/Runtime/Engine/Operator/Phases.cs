namespace Argosy.Engine;

/// <summary>Phases of nodes and workflows, as Argo writes them.</summary>
internal static class Phases
{
    public const string Pending = "Pending";
    public const string Running = "Running";
    public const string Succeeded = "Succeeded";
    public const string Skipped = "Skipped";
    public const string Failed = "Failed";
    public const string Error = "Error";
    public const string Omitted = "Omitted";

    /// <summary>Ended by running: Succeeded, Failed or Error.</summary>
    public static bool IsCompleted(string phase) => phase is Succeeded or Failed or Error;

    public static bool IsFailedOrError(string phase) => phase is Failed or Error;
}

/// <summary>Types of nodes, as Argo writes them.</summary>
internal static class NodeTypes
{
    public const string Pod = "Pod";
    public const string Container = "Container";
    public const string Steps = "Steps";
    public const string StepGroup = "StepGroup";
    public const string Dag = "DAG";
    public const string TaskGroup = "TaskGroup";
    public const string Retry = "Retry";
    public const string Skipped = "Skipped";
    public const string Suspend = "Suspend";
    public const string Http = "HTTP";
    public const string Plugin = "Plugin";
}
