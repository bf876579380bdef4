namespace Argosy.Engine.Pods;

/// <summary>How a container ended.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Message">A message of the executor's own; null: the termination message decides.</param>
internal readonly record struct ContainerExit(int Code, string? Message = null)
{
    /// <summary>The executor's exit code for its own failures.</summary>
    public const int ExecutorFailure = 64;

    /// <summary>The program is not there.</summary>
    public static ContainerExit NotFound(string program, string cause) => new(ExecutorFailure, $"failed to find name in PATH: exec: \"{program}\": {cause}");
}
