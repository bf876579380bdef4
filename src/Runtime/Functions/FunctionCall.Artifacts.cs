namespace Argosy.Functions;

/// <content>Artifacts, as generated code asks for them.</content>
public sealed partial class FunctionCall
{
    /// <summary>An input artifact; null: it is optional and was not given.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="declaredPath">The path in the template.</param>
    public Artifact? Artifact(string name, string declaredPath) => InputPath(name, declaredPath) is { } path ? new Artifact(path) : null;

    /// <summary>An input artifact that holds JSON; null: it is optional and was not given.</summary>
    /// <typeparam name="T">The type of its value.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="declaredPath">The path in the template.</param>
    public Artifact<T>? Artifact<T>(string name, string declaredPath) =>
        InputPath(name, declaredPath) is { } path ? new Artifact<T>(path, file => FunctionValues.ReadJson<T>(File.ReadAllText(file), name)) : null;

    /// <summary>Gives an output artifact: a file or folder that the function wrote.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="declaredPath">The path in the template.</param>
    /// <param name="artifact">What the function returned.</param>
    public void Output(string name, string declaredPath, Artifact artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        FunctionFiles.Place(artifact.Path, _outputPath(name, declaredPath), name);
    }

    /// <summary>Gives an output artifact that holds a value as JSON.</summary>
    /// <typeparam name="T">The type of its value.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="declaredPath">The path in the template.</param>
    /// <param name="artifact">What the function returned.</param>
    public void Output<T>(string name, string declaredPath, Artifact<T> artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        var target = _outputPath(name, declaredPath);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        File.WriteAllText(target, FunctionValues.WriteJson(artifact.Value));
    }
}
