namespace Argosy.Engine;

/// <summary>Where the runs of this machine are: <c>.argosy</c> in the folder that a command is given in, or what <c>ARGOSY_HOME</c> names.</summary>
/// <param name="Root">The folder.</param>
internal sealed record EngineHome(string Root)
{
    /// <summary>The folder of a run.</summary>
    public string RunFolder(string name) => Path.Combine(Root, "runs", name);

    /// <summary>The home for a current folder and an environment.</summary>
    public static EngineHome Of(string currentDirectory, Func<string, string?> environment) =>
        new(Path.GetFullPath(environment("ARGOSY_HOME") is { Length: > 0 } given ? given : ".argosy", currentDirectory));
}
