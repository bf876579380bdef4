namespace Argosy.Engine.Pods.Plan;

/// <summary>A file or folder of this machine at a path of a container.</summary>
/// <param name="Path">The path in the container.</param>
/// <param name="Source">The path on this machine.</param>
/// <param name="ReadOnly">Whether the container may not write to it.</param>
/// <param name="IsVolume">Whether it is a volume of the user's (outputs at or below it are read from the volume).</param>
internal sealed record MountPlan(string Path, string Source, bool ReadOnly, bool IsVolume);
