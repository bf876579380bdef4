using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Argosy.Generator.Parsing.Graph;

/// <summary>The methods of .NET that the expression language can say.</summary>
internal sealed partial class ExpressionReader
{
    private Value? Function(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        var special = method.ContainingType.SpecialType;
        var name = method.Name;
        if (special == SpecialType.System_String && method.IsStatic && name == "Concat") return new TextValue(invocation.Arguments.Select(a => Operand(a.Value)).ToList(), invocation.Type);
        if (special == SpecialType.System_String && method.IsStatic && name == "Join") return Written("join({1}, {0})");
        if (special == SpecialType.System_String && !method.IsStatic)
        {
            return name switch
            {
                "ToUpper" or "ToUpperInvariant" => Written("upper({0})"),
                "ToLower" or "ToLowerInvariant" => Written("lower({0})"),
                "Trim" when invocation.Arguments.Length == 0 => Written("trim({0})"),
                "Contains" => Written("{0} contains {1}", atom: false),
                "StartsWith" => Written("{0} startsWith {1}", atom: false),
                "EndsWith" => Written("{0} endsWith {1}", atom: false),
                "Replace" => Written("replace({0}, {1}, {2})"),
                "Split" => Written("split({0}, {1})"),
                "ToString" => Operand(invocation.Instance!),
                "Equals" when invocation.Arguments.Length == 1 => new ComparisonValue("==", Operand(invocation.Instance!), Operand(invocation.Arguments[0].Value), invocation.Type),
                _ => null,
            };
        }

        if (name == "Parse" && method.IsStatic && ValueWriter.IsWhole(method.ContainingType)) return Written("asInt({0})");
        if (name == "Parse" && method.IsStatic && ValueWriter.IsNumber(method.ContainingType)) return Written("asFloat({0})");
        if (name == "ToString" && invocation.Instance is not null && invocation.Arguments.Length == 0)
        {
            var value = Operand(invocation.Instance);
            return new TextValue([value], invocation.Type);
        }

        if (method.ContainingType.Name == "Math" && name is "Max" or "Min" or "Abs") return Written($"{name.ToLowerInvariant()}({string.Join(", ", invocation.Arguments.Select((_, i) => $"{{{i}}}"))})");
        return null;

        OperatorValue Written(string pattern, bool atom = true)
        {
            var operands = new List<Value>();
            if (invocation.Instance is not null) operands.Add(Operand(invocation.Instance));
            operands.AddRange(invocation.Arguments.Where(a => a.ArgumentKind != ArgumentKind.DefaultValue).Select(a => Operand(a.Value)));
            return new OperatorValue(write => string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, operands.Select(write).Cast<object>().ToArray()), operands, invocation.Type, atom);
        }
    }
}
