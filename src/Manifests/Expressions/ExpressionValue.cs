namespace Argosy.Manifests.Expressions;

/// <summary>What an expression gave, as Go shows it.</summary>
/// <param name="Printed">As <c>%v</c> prints it.</param>
/// <param name="Type">Its type (<c>int</c>, <c>[]interface {}</c>, <c>time.Time</c>).</param>
/// <param name="Json">As JSON; null if it has none.</param>
/// <param name="JsonError">Why it has no JSON.</param>
public sealed record ExpressionValue(string Printed, string Type, string? Json, string? JsonError);
