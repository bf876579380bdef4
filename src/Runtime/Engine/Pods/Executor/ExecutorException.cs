namespace Argosy.Engine.Pods.Executor;

/// <summary>What Argo's executor would fail with: the text is the termination message of its container.</summary>
internal sealed class ExecutorException(string message, Exception? inner = null) : Exception(message, inner);
