namespace Argosy.Engine;

/// <summary>Facts about arguments that several parts of the operator share.</summary>
internal static class Arguments
{
    /// <summary>Stands for "not supplied" in an argument while tags are replaced around it; no text of a person looks like it.</summary>
    public const string AbsentMark = "\uE000argosy-absent-argument\uE000";
}
