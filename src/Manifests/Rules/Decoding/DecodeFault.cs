using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Decoding;

/// <summary>A value that does not fit its field.</summary>
/// <param name="ArgoText">What Argo's decoder says.</param>
/// <param name="Message">The same for the author.</param>
/// <param name="IsFinal">Whether Argo's decoder stops here; else it goes on and reports the first of them at the end.</param>
/// <param name="Place">Where the value stands.</param>
/// <param name="Path">The field.</param>
internal sealed record DecodeFault(string ArgoText, string Message, bool IsFinal, SourcePlace Place, string Path);

/// <summary>A key that its struct does not have.</summary>
/// <param name="Path">The path with the key.</param>
/// <param name="Key">The key.</param>
/// <param name="Place">Where the key stands.</param>
/// <param name="Known">The names that the struct has.</param>
/// <param name="IsSeenByArgo">False below a step, where Argo drops unknown keys without a word.</param>
internal sealed record UnknownKey(string Path, string Key, SourcePlace Place, IReadOnlyList<string> Known, bool IsSeenByArgo);

/// <summary>A key that stands twice in one map.</summary>
internal sealed record RepeatedKey(string Path, string Key, SourcePlace Place, SourcePlace First);

/// <summary>An object as Argo's decoder sees it: fields in Go's order, values of the fields' types, nulls and unknown keys gone.</summary>
internal sealed class DecodedObject
{
    public MapNode Tree { get; set; } = new();

    public List<DecodeFault> Faults { get; } = [];

    public List<UnknownKey> Unknown { get; } = [];

    public List<RepeatedKey> Repeated { get; } = [];

    /// <summary>What Argo's lenient first pass says, if it fails.</summary>
    public DecodeFault? ArgoFault => Faults.FirstOrDefault(f => f.IsFinal) ?? Faults.FirstOrDefault();
}
