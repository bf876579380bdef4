using System.Collections;
using Argosy.Functions;

namespace Argosy;

/// <summary>The arguments of a run, as the texts that Argo passes on: strings as they are, everything else as JSON.</summary>
public sealed class WorkflowArguments : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _values = [];

    /// <summary>Adds an argument; one of that name is replaced.</summary>
    /// <typeparam name="T">The C# type of the parameter.</typeparam>
    /// <param name="name">Its name in the manifest.</param>
    /// <param name="value">Its value.</param>
    public WorkflowArguments Add<T>(string name, T value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var pair = KeyValuePair.Create(name, FunctionValues.Write(value));
        var index = _values.FindIndex(known => known.Key == name);
        if (index < 0)
        {
            _values.Add(pair);
        }
        else
        {
            _values[index] = pair;
        }

        return this;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
