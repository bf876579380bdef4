using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Argosy.Cli;

/// <summary>The kinds of options that Argo's commands have, with its messages for wrong values.</summary>
internal static partial class Flags
{
    /// <summary>A text; empty when it is not given.</summary>
    public static Option<string> Text(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, DefaultValueFactory = _ => "" };

    /// <summary>Yes or no.</summary>
    public static Option<bool> Flag(string name, string description, params string[] aliases) => new(name, aliases) { Description = description };

    /// <summary>Texts, one for each time that the option is given.</summary>
    public static Option<string[]> Texts(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false, DefaultValueFactory = _ => [] };

    /// <summary>A whole number.</summary>
    public static Option<long?> Number(string name, string description, params string[] aliases)
    {
        var option = new Option<long?>(name, aliases) { Description = description };
        option.CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
            result.AddError($"invalid argument \"{text}\" for \"{ParseFailures.NamesOf(option)}\" flag: strconv.ParseInt: parsing \"{text}\": invalid syntax");
            return null;
        };
        return option;
    }

    /// <summary>One of some words.</summary>
    public static Option<string> Choice(string name, string alias, IReadOnlyList<string> allowed, string description)
    {
        var usage = $"One of: {string.Join('|', allowed)}";
        var option = new Option<string>(name, alias) { Description = $"{description}. {usage}", DefaultValueFactory = _ => "" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 0) return;
            var text = result.Tokens[^1].Value;
            if (!allowed.Contains(text)) result.AddError($"invalid argument \"{text}\" for \"{ParseFailures.NamesOf(option)}\" flag: {usage}");
        });
        option.CompletionSources.Add(_ => allowed.Select(word => new System.CommandLine.Completions.CompletionItem(word)));
        return option;
    }

    /// <summary>The usual output forms.</summary>
    public static Option<string> Output(params string[] allowed) =>
        Choice("--output", "-o", allowed.Length > 0 ? allowed : ["name", "json", "yaml", "wide"], "Output format");

    /// <summary>A duration in Go's form: <c>1h30m</c>, <c>300ms</c>.</summary>
    public static Option<TimeSpan?> Duration(string name, string description)
    {
        var option = new Option<TimeSpan?>(name) { Description = description };
        option.CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (ParseDuration(text) is { } duration) return duration;
            result.AddError($"invalid argument \"{text}\" for \"{name}\" flag: time: invalid duration \"{text}\"");
            return null;
        };
        return option;
    }

    /// <summary>Reads a duration of Go.</summary>
    public static TimeSpan? ParseDuration(string text)
    {
        if (text == "0") return TimeSpan.Zero;
        var match = GoDuration().Match(text);
        if (!match.Success) return null;
        var seconds = 0.0;
        for (var i = 0; i < match.Groups[2].Captures.Count; i++)
        {
            seconds += double.Parse(match.Groups[2].Captures[i].Value, CultureInfo.InvariantCulture) * match.Groups[3].Captures[i].Value switch
            {
                "h" => 3600,
                "m" => 60,
                "s" => 1,
                "ms" => 1e-3,
                "us" or "µs" => 1e-6,
                _ => 1e-9,
            };
        }

        return TimeSpan.FromSeconds(match.Groups[1].Value == "-" ? -seconds : seconds);
    }

    /// <summary>Comma-separated words of a list option.</summary>
    public static IReadOnlyList<string> Words(string[]? values) => values is null ? [] : [.. values.SelectMany(value => value.Split(','))];

    /// <summary>The names that a command is about.</summary>
    public static Argument<string[]> Names(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.ZeroOrMore };

    /// <summary>Refuses a call with fewer names than a command needs.</summary>
    public static void AtLeast(string[]? given, int count)
    {
        if ((given?.Length ?? 0) < count) throw new CliUsageException($"requires at least {count} arg(s), only received {given?.Length ?? 0}");
    }

    /// <summary>Refuses a call with another number of names.</summary>
    public static void Exactly(string[]? given, int count)
    {
        if ((given?.Length ?? 0) != count) throw new CliUsageException($"accepts {count} arg(s), received {given?.Length ?? 0}");
    }

    /// <summary>Refuses two options together.</summary>
    public static void NotTogether(SymbolResult? first, SymbolResult? second, string message)
    {
        if (first is not null && second is not null) throw new CliException(message);
    }

    [GeneratedRegex(@"^([-+]?)(?:(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h))+$")]
    private static partial Regex GoDuration();
}
