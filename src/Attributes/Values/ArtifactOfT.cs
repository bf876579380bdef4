namespace Argosy;

/// <summary>An artifact that holds one value as JSON: for what is too large for a parameter.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class Artifact<T>
{
    private readonly Func<string, T>? _read;
    private T? _value;
    private bool _hasValue;

    /// <summary>An artifact of a value that is there.</summary>
    public Artifact(T value)
    {
        _value = value;
        _hasValue = true;
    }

    /// <summary>An artifact that is read when its value is asked for. For runtimes.</summary>
    public Artifact(string path, Func<string, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        Path = path;
        _read = read;
    }

    /// <summary>Where it lies on this machine; null for a value that was not written yet.</summary>
    public string? Path { get; }

    /// <summary>The value.</summary>
    public T Value
    {
        get
        {
            if (!_hasValue)
            {
                _value = _read!(Path!);
                _hasValue = true;
            }

            return _value!;
        }
    }

#pragma warning disable CA2225 // Value and the constructor are the named forms.
    /// <summary>What a function returns.</summary>
    public static implicit operator Artifact<T>(T value) => new(value);

    /// <summary>What a function reads.</summary>
    public static implicit operator T(Artifact<T> artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        return artifact.Value;
    }
#pragma warning restore CA2225
}
