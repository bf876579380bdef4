using Argosy.Manifests.Expressions;
using Argosy.Manifests.Expressions.Syntax;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Tags;

/// <summary>Replaces single tags over one scope. Everything here is inside a JSON string: what goes in is escaped.</summary>
internal sealed class TagReplacer(IReadOnlyDictionary<string, object?> scope, Func<string, bool>? isStrict, bool artifactsMayStay)
{
    private const string Placeholder = "__argo__internal__placeholder-";

    // Known only later; an expression that names one and cannot have it stays as it is.
    private static readonly HashSet<string> Late = new(StringComparer.Ordinal)
    {
        "item", "retries", "lastRetry.exitCode", "lastRetry.status", "lastRetry.duration", "lastRetry.message", "workflow.status", "workflow.failures",
    };

    private GoMap? _environment;

    private GoMap Environment => _environment ??= ExpressionEnvironment.Of(scope);

    /// <exception cref="TagException">The tag cannot be replaced.</exception>
    public string Replace(string tag) => tag.StartsWith("=", StringComparison.Ordinal) ? Expression(Plain(tag.Substring(1))) : Simple(tag);

    /// <summary>The name of a tag as the scope has it: blanks around it do not count.</summary>
    private string Simple(string tag)
    {
        if (!scope.TryGetValue(GoQuote.TrimSpace(tag), out var value))
            return Unknown(tag);
        if (value is null)
            throw new TagException($"unable to substitute {{{{{tag}}}}}: output is an absent optional (skipped/omitted node with no default)");
        return value is string text ? GoQuote.Inner(text) : throw new TagException($"failed to resolve {{{{{tag}}}}} to string");
    }

    private string Unknown(string tag)
    {
        var inner = tag.LastIndexOf("{{", StringComparison.Ordinal);
        if (inner > 0 && scope.TryGetValue(tag.Substring(inner + 2), out var nested))
        {
            if (nested is null)
                throw new TagException($"unable to substitute nested tag {{{{{tag}}}}}: {GoQuote.Quote(tag.Substring(inner + 2))} is an absent optional");
            if (nested is string text)
                return "{{" + tag.Substring(0, inner) + GoQuote.Inner(text);
        }

        var name = GoQuote.TrimSpace(tag);
        if (isStrict is not null && isStrict(name) && !(artifactsMayStay && name.Contains(".outputs.artifacts.")))
            throw new TagException($"failed to resolve {{{{{tag}}}}}");
        return "{{" + tag + "}}";
    }

    private string Expression(string expression)
    {
        List<string> missing;
        string text;
        try
        {
            text = Unescaped(expression);
            missing = MissingNames(text);
        }
        catch (Exception error) when (error is GoPanic or ExpressionException)
        {
            return Evaluate(expression, mayStay: false);
        }

        if (isStrict is not null && missing.Find(name => isStrict(name)) is { } name)
            throw new TagException($"failed to evaluate expression: {name} is missing");
        return Evaluate(expression, mayStay: missing.Count > 0 || isStrict is null);
    }

    private string Evaluate(string expression, bool mayStay)
    {
        var stay = "{{=" + expression + "}}";
        var forgiving = HasPlaceholder(Environment);
        string text;
        try
        {
            text = Unescaped(expression);
        }
        catch (GoPanic error)
        {
            return mayStay ? stay : throw new TagException($"failed to unmarshall JSON expression: {error.Message}");
        }

        if (mayStay && NamesLate(text))
            return stay;
        object? value;
        try
        {
            value = ExpressionProgram.Compile(text, Environment).Run();
        }
        catch (ExpressionException error)
        {
            return mayStay || forgiving ? stay : throw new TagException($"failed to evaluate expression: {error.Message}");
        }

        if (value is null)
            return mayStay || forgiving ? stay : throw new TagException($"failed to evaluate expression {GoQuote.Quote(expression)}");
        string json;
        try
        {
            json = GoJson.Write(value);
        }
        catch (GoPanic error)
        {
            return mayStay ? stay : throw new TagException($"failed to marshal evaluated expression: {error.Message}");
        }

        return json.Length > 1 && json[0] == '"' && json[json.Length - 1] == '"' ? json.Substring(1, json.Length - 2) : GoQuote.Inner(json);
    }

    private bool NamesLate(string text)
    {
        try
        {
            return MissingNames(text).Exists(Late.Contains);
        }
        catch (ExpressionException)
        {
            return false;
        }
    }

    // The escapes of < > and & are taken back, the other ones of JSON when the text is read.
    private static string Plain(string text) => text.Replace("\\u003c", "<").Replace("\\u003e", ">").Replace("\\u0026", "&");

    private static string Unescaped(string expression) => (string)GoJson.Read($"\"{expression}\"")!;

    private List<string> MissingNames(string text) => RecursionGuard.Run(text.Length, () => ExpressionNames.Of(text).Where(name => !Has(name)).ToList());

    private bool Has(string name)
    {
        if (Environment.TryGet(name, out _))
            return true;
        var parts = name.Split('.');
        object? current = Environment;
        var rest = parts;
        for (var i = parts.Length; i > 0; i--)
        {
            if (Environment.TryGet(string.Join(".", parts.Take(i)), out var value))
            {
                current = value;
                rest = parts.Skip(i).ToArray();
                break;
            }
        }

        foreach (var part in rest)
        {
            if (current is not GoMap map || !map.TryGet(part, out current))
                return false;
        }

        return true;
    }

    private static bool HasPlaceholder(GoMap map) => map.Items.Any(p =>
        p.Value is string text ? text.StartsWith(Placeholder, StringComparison.Ordinal) : p.Value is GoMap inner && !ReferenceEquals(inner, Expressions.Sprig.SprigFunctions.Map) && HasPlaceholder(inner));
}
