using System.CommandLine;
using System.CommandLine.Parsing;

namespace Argosy.Cli;

/// <summary>What is wrong with a command line, in the words of Argo's CLI.</summary>
internal sealed record ParseFailure(string Text, string? Hint);

/// <summary>Finds it.</summary>
internal static class ParseFailures
{
    /// <summary>The first failure of a command line; null: it can run.</summary>
    public static ParseFailure? Find(ParseResult parsed, IReadOnlyList<string> args, string program)
    {
        if (parsed.Action is System.CommandLine.Help.HelpAction && parsed.CommandResult.Command.Options.Any(option => option is System.CommandLine.Help.HelpOption && parsed.GetResult(option) is { Implicit: false }))
            return null;

        var hint = HelpHint(parsed, program);
        if (StrayFlag(parsed, args) is { } flag) return new ParseFailure(UnknownFlag(flag), Suggest(flag, FlagsOf(parsed.CommandResult)) ?? hint);

        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count > 0)
        {
            var unknown = parsed.UnmatchedTokens[0];
            var path = PathOf(parsed, program);
            var suggestion = Suggest(unknown, command.Subcommands.Where(c => !c.Hidden).SelectMany(c => c.Aliases.Prepend(c.Name)));
            return new ParseFailure($"unknown command \"{unknown}\" for \"{path}\"", (suggestion is null ? "" : suggestion + "\n") + $"Run '{path} --help' for usage.");
        }

        foreach (var error in parsed.Errors)
        {
            if (error.SymbolResult is OptionResult { IdentifierToken: { } token } result && result.Tokens.Count == 0 && result.Option.Arity.MinimumNumberOfValues > 0)
                return new ParseFailure(token.Value.StartsWith("--", StringComparison.Ordinal)
                    ? $"flag needs an argument: {token.Value}"
                    : $"flag needs an argument: '{token.Value.TrimStart('-')}' in {token.Value}", hint);
            if (error.SymbolResult is OptionResult { Tokens: [.., var value] } bad && error.Message.StartsWith("Cannot parse", StringComparison.Ordinal))
                return new ParseFailure($"invalid argument \"{value.Value}\" for \"{NamesOf(bad.Option)}\" flag", hint);
            return new ParseFailure(error.Message, hint);
        }

        return null;
    }

    /// <summary>Where more is to be read.</summary>
    public static string HelpHint(ParseResult parsed, string program) => $"Run '{PathOf(parsed, program)} --help' for usage.";

    /// <summary>How an option is named in messages: <c>-o, --output</c>.</summary>
    public static string NamesOf(Option option)
    {
        var shortName = option.Aliases.FirstOrDefault(alias => alias.Length == 2);
        return shortName is null ? option.Name : $"{shortName}, {option.Name}";
    }

    private static string PathOf(ParseResult parsed, string program)
    {
        var names = new Stack<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as CommandResult)
        {
            if (result.Command is not RootCommand) names.Push(result.Command.Name);
        }

        return string.Join(' ', names.Prepend(program));
    }

    private static string UnknownFlag(string token)
    {
        var name = token.Split('=', 2)[0];
        return name.StartsWith("--", StringComparison.Ordinal) ? $"unknown flag: {name}" : $"unknown shorthand flag: '{name[1]}' in {name}";
    }

    // The parser takes an unknown option for an argument where the command has arguments; it is an argument only behind '--'.
    private static string? StrayFlag(ParseResult parsed, IReadOnlyList<string> args)
    {
        var separator = args.ToList().IndexOf("--");
        var allowed = separator < 0 ? [] : args.Skip(separator + 1).ToHashSet();
        var candidates = parsed.UnmatchedTokens.AsEnumerable();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as CommandResult)
            candidates = candidates.Concat(result.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value));
        return candidates.FirstOrDefault(token => token.Length > 1 && token[0] == '-' && token != "--" && !allowed.Contains(token));
    }

    private static IEnumerable<string> FlagsOf(CommandResult command)
    {
        for (var result = command; result is not null; result = result.Parent as CommandResult)
        {
            foreach (var option in result.Command.Options)
            {
                if (!option.Hidden) yield return option.Name;
            }
        }
    }

    private static string? Suggest(string typed, IEnumerable<string> known)
    {
        var near = known.Select(name => (Name: name, Distance: Distance(typed, name)))
            .Where(entry => entry.Distance <= Math.Max(1, entry.Name.TrimStart('-').Length / 3)
                || (typed.TrimStart('-').Length > 1 && entry.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(entry => entry.Distance).ThenBy(entry => entry.Name, StringComparer.Ordinal).Take(3).Select(entry => entry.Name).ToList();
        return near.Count == 0 ? null : $"Did you mean {string.Join(" or ", near)}?";
    }

    private static int Distance(string a, string b)
    {
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = previous[j - 1] + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
