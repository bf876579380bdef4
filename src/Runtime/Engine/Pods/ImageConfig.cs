namespace Argosy.Engine.Pods;

/// <summary>What an image says about itself.</summary>
/// <param name="Entrypoint">Its entry point.</param>
/// <param name="Command">Its command.</param>
internal sealed record ImageConfig(IReadOnlyList<string> Entrypoint, IReadOnlyList<string> Command)
{
    /// <summary>Nothing is known: a template must name its command.</summary>
    public static ImageConfig Unknown { get; } = new([], []);
}
