using Argosy.Manifests.Conditions;
using Argosy.Manifests.Expressions.Builtins;
using Argosy.Manifests.Expressions.Checking;
using Argosy.Manifests.Expressions.Sprig;
using Argosy.Manifests.Expressions.Syntax;
using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Expressions;

/// <summary>A fault of an expression that can be seen without running it.</summary>
/// <param name="Message">What is wrong, with a suggestion where one is near.</param>
/// <param name="Offset">Where in the text, in UTF-16 units.</param>
/// <param name="Length">How many characters.</param>
/// <param name="IsSyntax">Whether the text is no expression at all.</param>
public sealed record ExpressionFault(string Message, int Offset, int Length, bool IsSyntax);

/// <summary>Finds the faults of expressions and conditions before anything runs: syntax, unknown names, argument counts, types that can never fit.</summary>
public static class ExpressionChecker
{
    /// <summary>
    /// Checks the text between <c>{{=</c> and <c>}}</c>. <paramref name="names"/> are the variables that may be known where it stands, flat
    /// (<c>inputs.parameters.a</c>); a name that ends in <c>.*</c> stands for all below it. Null: names are not checked.
    /// </summary>
    public static IReadOnlyList<ExpressionFault> Check(string expression, IReadOnlyCollection<string>? names = null)
    {
        var source = new ExpressionSource(expression);
        try
        {
            return RecursionGuard.Run(expression.Length, () => Check(source, names));
        }
        catch (ExpressionException error)
        {
            return [Fault(error)];
        }
        catch (GoPanic error)
        {
            return [new ExpressionFault(error.Message, 0, expression.Length, true)];
        }
    }

    /// <summary>Checks the text of a <c>when</c> whose tags were replaced, or that has none; null if nothing is wrong.</summary>
    public static string? CheckCondition(string when) => WhenCondition.CheckSyntax(when);

    private static List<ExpressionFault> Check(ExpressionSource source, IReadOnlyCollection<string>? names)
    {
        var known = new HashSet<string>((names ?? []).Select(n => n.Split('.')[0]), StringComparer.Ordinal);
        known.UnionWith(ExpressionEnvironment.FunctionNames);
        var root = ExpressionParser.Parse(source, known.Contains);
        var faults = new List<ExpressionFault>();
        var locals = new HashSet<string>(StringComparer.Ordinal) { "$env" };
        ExpressionWalker.Each(root, node =>
        {
            if (node is LetNode let)
                locals.Add(let.Name);
        });
        ExpressionWalker.Each(root, node =>
        {
            CheckSprig(source, node, faults);
            if (names is not null)
                CheckName(source, node, names, known, locals, faults);
        });
        if (faults.Count == 0 && TypeFault(source, root, known, names is null) is { } fault)
            faults.Add(fault);
        return faults;
    }

    private static void CheckName(
        ExpressionSource source, ExpressionNode node, IReadOnlyCollection<string> names, HashSet<string> known, HashSet<string> locals, List<ExpressionFault> faults)
    {
        if (node is IdentifierNode identifier)
        {
            if (!known.Contains(identifier.Name) && !locals.Contains(identifier.Name) && BuiltinTable.Find(identifier.Name) is null)
                faults.Add(At(source, node, $"unknown name {identifier.Name}{Suggest(identifier.Name, known.Concat(BuiltinTable.Names))}"));
            return;
        }

        if (node is not MemberNode member || ExpressionNames.PathOf(member) is not { } path || !known.Contains(path.Split('.')[0])
            || ExpressionEnvironment.FunctionNames.Contains(path.Split('.')[0]))
            return;
        if (!names.Any(n => Covers(n, path)))
            faults.Add(At(source, member.Property, $"unknown variable {path}{Suggest(path, names.Where(n => !n.EndsWith("*", StringComparison.Ordinal)))}"));
    }

    // A name covers itself, what stands above it and what is below it.
    private static bool Covers(string name, string path)
    {
        if (name.EndsWith(".*", StringComparison.Ordinal))
        {
            var stem = name.Substring(0, name.Length - 2);
            return path == stem || path.StartsWith(stem + ".", StringComparison.Ordinal) || stem.StartsWith(path + ".", StringComparison.Ordinal);
        }

        return name == path || name.StartsWith(path + ".", StringComparison.Ordinal) || path.StartsWith(name + ".", StringComparison.Ordinal);
    }

    private static void CheckSprig(ExpressionSource source, ExpressionNode node, List<ExpressionFault> faults)
    {
        if (node is not CallNode { Callee: MemberNode { Target: IdentifierNode { Name: "sprig" }, Property: StringNode name } } call)
            return;
        if (!SprigFunctions.Map.TryGet(name.Value, out var value) || value is not GoFunction function)
        {
            faults.Add(At(source, name, $"sprig has no function {name.Value}{Suggest(name.Value, SprigFunctions.Map.Keys.Cast<string>())}"));
            return;
        }

        int count = function.Type.In.Count, given = call.Arguments.Count;
        if (function.Type.IsVariadic ? given < count - 1 : given != count)
            faults.Add(At(source, name, $"sprig.{name.Value} takes {(function.Type.IsVariadic ? $"at least {count - 1}" : count.ToString(System.Globalization.CultureInfo.InvariantCulture))} arguments, here are {given}"));
    }

    private static ExpressionFault? TypeFault(ExpressionSource source, ExpressionNode root, HashSet<string> known, bool anyName)
    {
        var functions = ExpressionEnvironment.Of([]);
        var fields = functions.Items.ToDictionary(p => (string)p.Key, p => Nature.OfValue(p.Value), StringComparer.Ordinal);
        foreach (var name in known.Where(n => !fields.ContainsKey(n)))
            fields[name] = Nature.Unknown;
        if (anyName)
        {
            ExpressionWalker.Each(root, node =>
            {
                if (node is IdentifierNode identifier && BuiltinTable.Find(identifier.Name) is null && !fields.ContainsKey(identifier.Name))
                    fields[identifier.Name] = Nature.Unknown;
            });
            ExpressionWalker.Each(root, node =>
            {
                if (node is LetNode let)
                    fields.Remove(let.Name);
            });
        }

        try
        {
            TypeChecker.Check(source, root, Nature.Environment(fields));
            Optimizer.Optimize(source, root);
            return null;
        }
        catch (ExpressionException error)
        {
            return Fault(error);
        }
    }

    private static ExpressionFault Fault(ExpressionException error) =>
        new(error.Summary, Math.Max(error.Offset, 0), Math.Max(error.Length, 1), error.Stage == ExpressionStage.Syntax);

    private static ExpressionFault At(ExpressionSource source, ExpressionNode node, string message) =>
        Fault(source.Fault(node.Span, message, ExpressionStage.Check));

    private static string Suggest(string name, IEnumerable<string> candidates)
    {
        var best = candidates.Select(c => (Name: c, Distance: Distance(name, c))).OrderBy(c => c.Distance).ThenBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, name.Length / 4) ? $"; did you mean {best.Name}?" : "";
    }

    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
                current[j] = Math.Min(Math.Min(previous[j], current[j - 1]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            previous = current;
        }

        return previous[b.Length];
    }
}
