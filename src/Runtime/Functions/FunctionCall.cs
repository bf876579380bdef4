namespace Argosy.Functions;

/// <summary>One call of a function: where its inputs are and where its outputs go. Generated code reads and fills it; it is the same in this process and in a pod.</summary>
public sealed partial class FunctionCall
{
    private readonly Func<string, string?> _parameter;
    private readonly Func<string, string, string> _inputPath;
    private readonly Func<string, string, string> _outputPath;
    private readonly Dictionary<string, string> _outputs = new(StringComparer.Ordinal);

    /// <summary>Name of the output parameter that holds what the method itself returns.</summary>
    public const string ResultName = "result";

    internal FunctionCall(
        Func<string, string?> parameter,
        Func<string, string, string> inputPath,
        Func<string, string, string> outputPath,
        CancellationToken cancellation)
    {
        _parameter = parameter;
        _inputPath = inputPath;
        _outputPath = outputPath;
        Cancellation = cancellation;
    }

    /// <summary>Cancelled when the node is to end: its deadline, a stop, Ctrl-C.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Whether the parameter was given.</summary>
    /// <param name="name">Its name.</param>
    public bool Has(string name) => _parameter(name) is not null;

    /// <summary>The value of an input parameter: texts as they are, everything else from JSON.</summary>
    /// <typeparam name="T">The type of the method's parameter.</typeparam>
    /// <param name="name">Its name.</param>
    public T Parameter<T>(string name)
    {
        var text = _parameter(name) ?? throw new FunctionInputException($"the input parameter '{name}' was not given");
        return FunctionValues.Read<T>(text, name);
    }

    /// <summary>Where an input artifact lies; null: it is optional and was not given.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="declaredPath">The path in the template.</param>
    public string? InputPath(string name, string declaredPath)
    {
        var path = _inputPath(name, declaredPath);
        return File.Exists(path) || Directory.Exists(path) ? path : null;
    }

    /// <summary>Gives what the method returned.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value.</param>
    public void Result<T>(T value) => Output(ResultName, value);

    /// <summary>Gives an output parameter.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    public void Output<T>(string name, T value) => _outputs[name] = FunctionValues.Write(value);

    /// <summary>The output parameters that were given, as texts.</summary>
    internal IReadOnlyDictionary<string, string> Outputs => _outputs;
}
