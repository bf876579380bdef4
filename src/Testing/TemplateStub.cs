namespace Argosy.Testing;

/// <summary>What a template does instead of its work.</summary>
public sealed class TemplateStub
{
    private readonly List<(string Phase, string? Message)> _attempts = [];
    private readonly Dictionary<string, Func<IReadOnlyDictionary<string, string>, string>> _outputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _artifacts = new(StringComparer.Ordinal);

    internal TemplateStub(string template) => Template = template;

    /// <summary>Name of the template.</summary>
    public string Template { get; }

    internal TimeSpan Delay { get; private set; }

    internal Func<IReadOnlyDictionary<string, string>, string>? ResultOf { get; private set; }

    internal IReadOnlyDictionary<string, Func<IReadOnlyDictionary<string, string>, string>> Parameters => _outputs;

    internal IReadOnlyDictionary<string, string> Artifacts => _artifacts;

    /// <summary>An output parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public TemplateStub Outputs(string name, string value) => Outputs(name, _ => value);

    /// <summary>An output parameter that depends on the inputs.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Computes it from the input parameters.</param>
    public TemplateStub Outputs(string name, Func<IReadOnlyDictionary<string, string>, string> value)
    {
        _outputs[name] = value;
        return this;
    }

    /// <summary><c>outputs.result</c>: what the program would print.</summary>
    /// <param name="value">The text.</param>
    public TemplateStub Result(string value) => Result(_ => value);

    /// <summary><c>outputs.result</c>, computed from the input parameters.</summary>
    /// <param name="value">Computes it.</param>
    public TemplateStub Result(Func<IReadOnlyDictionary<string, string>, string> value)
    {
        ResultOf = value;
        return this;
    }

    /// <summary>An output artifact that holds this text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">The text.</param>
    public TemplateStub Artifact(string name, string text)
    {
        _artifacts[name] = text;
        return this;
    }

    /// <summary>It takes this long.</summary>
    /// <param name="delay">The time.</param>
    public TemplateStub Takes(TimeSpan delay)
    {
        Delay = delay;
        return this;
    }

    /// <summary>It fails; said several times, so often before it succeeds, unless <see cref="AlwaysFails"/>.</summary>
    /// <param name="message">The node's message.</param>
    public TemplateStub Fails(string message = "main: Error (exit code 1)")
    {
        _attempts.Add(("Failed", message));
        IsFailing = _attempts.Count == 1;
        return this;
    }

    /// <summary>It cannot be run: phase Error.</summary>
    /// <param name="message">The node's message.</param>
    public TemplateStub Errors(string message)
    {
        _attempts.Add(("Error", message));
        IsFailing = _attempts.Count == 1;
        return this;
    }

    /// <summary>It fails each time.</summary>
    /// <param name="message">The node's message.</param>
    public TemplateStub AlwaysFails(string message = "main: Error (exit code 1)")
    {
        _attempts.Clear();
        _attempts.Add(("Failed", message));
        IsFailing = true;
        return this;
    }

    /// <summary>After the failures said so far it succeeds.</summary>
    public TemplateStub ThenSucceeds()
    {
        IsFailing = false;
        return this;
    }

    private bool IsFailing { get; set; }

    /// <summary>What the n-th call ends with.</summary>
    internal (string Phase, string? Message) Attempt(int call) =>
        call < _attempts.Count ? _attempts[call] : IsFailing ? _attempts[^1] : ("Succeeded", null);
}
