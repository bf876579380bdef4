namespace Argosy.Engine.Pods.Executor;

/// <summary>What a resource template's <c>flags</c> say, in kubectl's words.</summary>
internal sealed record ResourceFlags
{
    private static readonly string[] s_withoutEffect = ["--validate", "--server-side", "--force-conflicts", "--ignore-not-found", "--field-manager", "--record", "--overwrite", "--warnings-as-errors", "--now"];

    /// <summary>The kind, where words name one (<c>pod</c>, <c>deployments.apps</c>).</summary>
    public string? Kind { get; init; }

    /// <summary>Names of objects of that kind.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    public string? Namespace { get; init; }

    public string? Selector { get; init; }

    public string? FieldSelector { get; init; }

    public bool All { get; init; }

    /// <summary>Whether the API server checks fields that it does not know.</summary>
    public bool Validates { get; init; } = true;

    /// <summary><c>Background</c>, <c>Foreground</c> or <c>Orphan</c>.</summary>
    public string Propagation { get; init; } = "Background";

    /// <summary>Reads the words.</summary>
    /// <exception cref="FormatException">A flag that is not known here.</exception>
    public static ResourceFlags Parse(IReadOnlyList<string> words)
    {
        var flags = new ResourceFlags();
        var plain = new List<string>();
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (!word.StartsWith('-') || word.Length < 2)
            {
                plain.Add(word);
                continue;
            }
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? word : word[..equals];
            string Value() => equals >= 0 ? word[(equals + 1)..] : ++i < words.Count ? words[i] : throw new FormatException($"flag needs an argument: {word}");
            bool Truth() => equals < 0 || word[(equals + 1)..] is "true" or "1" or "strict" or "warn";
            flags = name switch
            {
                "-n" or "--namespace" => flags with { Namespace = Value() },
                "-l" or "--selector" => flags with { Selector = Value() },
                "--field-selector" => flags with { FieldSelector = Value() },
                "--all" => flags with { All = Truth() },
                "--validate" => flags with { Validates = Truth() },
                "--cascade" => flags with { Propagation = equals < 0 ? "Background" : word[(equals + 1)..] switch { "orphan" or "false" => "Orphan", "foreground" => "Foreground", _ => "Background" } },
                "--wait" or "--force" => flags,
                "--grace-period" or "--timeout" or "--field-manager" when equals < 0 => Skip(flags, ref i),
                "--grace-period" or "--timeout" => flags,
                _ when s_withoutEffect.Contains(name) => flags,
                _ => throw new FormatException($"unknown flag: {word}"),
            };
        }
        return plain switch
        {
            [] => flags,
            [var first, ..] when first.Contains('/', StringComparison.Ordinal) => flags with
            {
                Kind = first[..first.IndexOf('/', StringComparison.Ordinal)],
                Names = [.. plain.Select(p => p[(p.IndexOf('/', StringComparison.Ordinal) + 1)..])],
            },
            [var kind, .. var names] => flags with { Kind = kind, Names = names },
        };
    }

    private static ResourceFlags Skip(ResourceFlags flags, ref int i)
    {
        i++;
        return flags;
    }
}
