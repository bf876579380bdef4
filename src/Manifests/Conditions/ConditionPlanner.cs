using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text.Regex;
using Argosy.Manifests.Text.Time;
using static Argosy.Manifests.Conditions.ConditionTokenKind;

namespace Argosy.Manifests.Conditions;

/// <summary>Orders the tokens of a condition into operations.</summary>
internal sealed class ConditionPlanner
{
    private const string Modifier = "Value '{value}' cannot be used with the modifier '{symbol}', it is not a number";

    // From the loosest to the tightest.
    private static readonly (ConditionTokenKind Kind, string[] Symbols, string Format)[] Levels =
    [
        (SEPARATOR, [","], ""),
        (TERNARY, ["?", ":", "??"], "Value '{value}' cannot be used with the ternary operator '{symbol}', it is not a bool"),
        (LOGICALOP, ["||"], "Value '{value}' cannot be used with the logical operator '{symbol}', it is not a bool"),
        (LOGICALOP, ["&&"], "Value '{value}' cannot be used with the logical operator '{symbol}', it is not a bool"),
        (COMPARATOR, ["==", "!=", ">", ">=", "<", "<=", "=~", "!~", "in"],
            "Value '{value}' cannot be used with the comparator '{symbol}', it is not a number"),
        (MODIFIER, ["^", "&", "|"], Modifier),
        (MODIFIER, [">>", "<<"], Modifier),
        (MODIFIER, ["+", "-"], Modifier),
        (MODIFIER, ["*", "/", "%"], Modifier),
        (MODIFIER, ["**"], Modifier),
    ];

    private readonly IReadOnlyList<ConditionToken> _tokens;
    private int _at;

    private ConditionPlanner(IReadOnlyList<ConditionToken> tokens)
    {
        _tokens = tokens;
    }

    /// <summary>The operation of all tokens; null for none.</summary>
    public static ConditionStage? Plan(IReadOnlyList<ConditionToken> tokens)
    {
        var root = new ConditionPlanner(tokens).All();
        if (root is null)
            return null;
        Reorder(root);
        return root.Elide();
    }

    private ConditionStage? All() => _at < _tokens.Count ? Level(0) : null;

    private ConditionStage? Level(int level)
    {
        RecursionGuard.Check();
        if (level == Levels.Length)
            return Value();
        var left = Level(level + 1);
        if (_at >= _tokens.Count)
            return left;
        var token = _tokens[_at];
        var (kind, symbols, format) = Levels[level];
        if (token.Kind != kind || token.Value is not string symbol || Array.IndexOf(symbols, symbol) < 0)
            return left;
        _at++;
        return ConditionStage.Operation(symbol, left, Level(level), format, prefix: false);
    }

    private ConditionStage? Value()
    {
        if (_at >= _tokens.Count)
            return null;
        var token = _tokens[_at++];
        switch (token.Kind)
        {
            case CLAUSE:
                var inner = All();
                _at++;
                return ConditionStage.Group(inner);
            case CLAUSE_CLOSE:
                _at--;
                return null;
            case VARIABLE:
                var name = (string)token.Value!;
                return new ConditionStage("value", (_, _) => throw new GoPanic($"No parameter '{name}' found."));
            case NUMERIC or STRING or PATTERN or BOOLEAN:
                return ConditionStage.Literal(token.Value);
            case TIME:
                return ConditionStage.Literal((double)((GoTime)token.Value!).Unix);
            case PREFIX:
                return ConditionStage.Operation(
                    (string)token.Value!, null, Value(), "Value '{value}' cannot be used with the prefix '{symbol}'", prefix: true);
            case ACCESSOR:
                var access = ConditionStage.Access(((string[])token.Value!)[0]);
                if (_at < _tokens.Count && _tokens[_at].Kind == CLAUSE)
                    access.Right = All();
                return access;
            default:
                throw new GoPanic($"Unable to plan token kind: '{token.Kind}', value: '{GoPrinter.Print(token.Value)}'");
        }
    }

    // The plan hangs to the right; equal operators in a row are turned around so that the left one comes first.
    private static void Reorder(ConditionStage root)
    {
        RecursionGuard.Check();
        var same = new List<ConditionStage>();
        var precedence = root.Precedence;
        for (var stage = root; stage is not null;)
        {
            var next = stage.Right;
            if (stage.Left is not null)
                Reorder(stage.Left);
            if (stage.Precedence == precedence)
            {
                same.Add(stage);
            }
            else
            {
                if (same.Count > 1)
                    Mirror(same);
                same = [stage];
                precedence = stage.Precedence;
            }

            stage = next;
        }

        if (same.Count > 1)
            Mirror(same);
    }

    private static void Mirror(List<ConditionStage> stages)
    {
        var count = stages.Count;
        foreach (var stage in stages)
            (stage.Left, stage.Right) = (stage.Right, stage.Left);
        var (root, end) = (stages[0], stages[count - 1]);
        (end.Left, root.Right) = (root.Right, end.Left);
        for (var i = 0; i < (count - 2) / 2 + 1; i++)
        {
            var (front, inverse) = (stages[i + 1], stages[count - i - 1]);
            (front.Right, inverse.Right) = (inverse.Right, front.Right);
        }

        for (var i = 0; i < count / 2; i++)
            stages[i].SwapWith(stages[count - i - 1]);
    }

    /// <summary>Compiles the constant patterns.</summary>
    public static List<ConditionToken> CompilePatterns(List<ConditionToken> tokens)
    {
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (tokens[i] is { Kind: COMPARATOR, Value: "=~" or "!~" } && tokens[i + 1] is { Kind: STRING, Value: string pattern })
                tokens[i + 1] = new ConditionToken(PATTERN, GoRegex.Compile(pattern));
        }

        return tokens;
    }
}
