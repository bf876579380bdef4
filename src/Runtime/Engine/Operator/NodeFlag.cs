namespace Argosy.Engine;

/// <summary>How a node came to be: by a hook, as an attempt of a retry, or (an empty flag) by the control flow itself.</summary>
internal sealed record NodeFlag(bool Hooked = false, bool Retried = false);
