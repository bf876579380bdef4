namespace Argosy.Manifests.Conditions;

internal enum ConditionTokenKind
{
    UNKNOWN, PREFIX, NUMERIC, BOOLEAN, STRING, PATTERN, TIME, VARIABLE, SEPARATOR, ACCESSOR, COMPARATOR, LOGICALOP, MODIFIER, CLAUSE, CLAUSE_CLOSE, TERNARY,
}

/// <summary>One token of a condition; the names of the kinds are those of the error messages.</summary>
internal readonly record struct ConditionToken(ConditionTokenKind Kind, object? Value);
