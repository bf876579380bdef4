using Argosy.Manifests.Expressions.Values;
using static Argosy.Manifests.Conditions.ConditionTokenKind;

namespace Argosy.Manifests.Conditions;

/// <summary>Which token may follow which.</summary>
internal static class ConditionGrammar
{
    private static readonly ConditionTokenKind[] Values = [PREFIX, NUMERIC, BOOLEAN, VARIABLE, PATTERN, ACCESSOR, STRING, TIME, CLAUSE];
    private static readonly ConditionTokenKind[] AfterValue = [MODIFIER, COMPARATOR, LOGICALOP, CLAUSE_CLOSE, TERNARY, SEPARATOR];
    private static readonly ConditionTokenKind[] AfterTime = [MODIFIER, COMPARATOR, LOGICALOP, CLAUSE_CLOSE, SEPARATOR];

    /// <summary>Whether a token may come behind one of the given kind.</summary>
    public static bool CanFollow(ConditionTokenKind before, ConditionTokenKind kind) => Next(before).Contains(kind);

    /// <exception cref="GoPanic">The tokens are in no valid order.</exception>
    public static void Check(IReadOnlyList<ConditionToken> tokens)
    {
        var state = UNKNOWN;
        ConditionToken last = default;
        foreach (var token in tokens)
        {
            if (!CanFollow(state, token.Kind))
            {
                throw new GoPanic(last.Kind == VARIABLE && token.Kind == CLAUSE
                    ? $"Undefined function {last.Value}"
                    : $"Cannot transition token types from {state} [{Print(last.Value)}] to {token.Kind} [{Print(token.Value)}]");
            }

            state = token.Kind;
            last = token;
        }

        if (state is not (CLAUSE_CLOSE or NUMERIC or BOOLEAN or STRING or TIME or PATTERN or VARIABLE or ACCESSOR))
            throw new GoPanic("Unexpected end of expression");
    }

    /// <exception cref="GoPanic">There are more brackets of one kind than of the other.</exception>
    public static void CheckBalance(IEnumerable<ConditionToken> tokens)
    {
        if (tokens.Sum(t => t.Kind == CLAUSE ? 1 : t.Kind == CLAUSE_CLOSE ? -1 : 0) != 0)
            throw new GoPanic("Unbalanced parenthesis");
    }

    // A bracket is kept as the number of its character, a path as its parts.
    private static string Print(object? value) => value switch
    {
        '(' => "40",
        ')' => "41",
        string[] path => $"[{string.Join(" ", path)}]",
        Text.Regex.GoRegex regex => regex.Pattern,
        _ => GoPrinter.Print(value),
    };

    private static ConditionTokenKind[] Next(ConditionTokenKind kind) => kind switch
    {
        UNKNOWN => Values,
        CLAUSE => [.. Values, CLAUSE_CLOSE],
        CLAUSE_CLOSE => [COMPARATOR, MODIFIER, NUMERIC, BOOLEAN, VARIABLE, STRING, PATTERN, TIME, CLAUSE, CLAUSE_CLOSE, LOGICALOP, TERNARY, SEPARATOR],
        NUMERIC or BOOLEAN or STRING or VARIABLE => AfterValue,
        TIME or PATTERN => AfterTime,
        MODIFIER => [PREFIX, NUMERIC, VARIABLE, ACCESSOR, STRING, BOOLEAN, CLAUSE, CLAUSE_CLOSE],
        COMPARATOR => [PREFIX, NUMERIC, BOOLEAN, VARIABLE, ACCESSOR, STRING, TIME, CLAUSE, CLAUSE_CLOSE, PATTERN],
        LOGICALOP => [PREFIX, NUMERIC, BOOLEAN, VARIABLE, ACCESSOR, STRING, TIME, CLAUSE, CLAUSE_CLOSE],
        PREFIX => [NUMERIC, BOOLEAN, VARIABLE, ACCESSOR, CLAUSE, CLAUSE_CLOSE],
        TERNARY => [PREFIX, NUMERIC, BOOLEAN, STRING, TIME, VARIABLE, ACCESSOR, CLAUSE, SEPARATOR],
        ACCESSOR => [CLAUSE, .. AfterValue],
        _ => [PREFIX, NUMERIC, BOOLEAN, STRING, TIME, VARIABLE, ACCESSOR, CLAUSE],
    };
}
