using System.Text.Json.Nodes;

namespace Argosy.Engine.Schedules;

/// <summary>The workflows that a CronWorkflow starts.</summary>
internal interface ICronChildren
{
    /// <summary>Starts a workflow; false if there is one of its name.</summary>
    bool TryStart(JsonObject workflow);

    /// <summary>Ends one without its exit handler.</summary>
    void Terminate(string name);

    /// <summary>The phase of one; null if it is gone.</summary>
    string? PhaseOf(string name);

    /// <summary>Names of the ended ones that succeeded, or of the others; those that ended last come first.</summary>
    IReadOnlyList<string> Ended(bool succeeded);

    /// <summary>Removes one that has ended.</summary>
    void Delete(string name);
}
