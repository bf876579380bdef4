namespace Argosy.Engine.Store;

/// <summary>Keeps the state of one run.</summary>
internal interface IRunLog
{
    /// <summary>Keeps what a pass changed; when it returns, the end of this process loses nothing of it.</summary>
    void Write(Operation operation, IReadOnlyList<Node> changed, bool statusChanged);

    /// <summary>The run has ended or is left for later.</summary>
    void Close(Operation operation);
}

/// <summary>Keeps nothing: for tests and for runs that nobody asks for later.</summary>
internal sealed class NoRunLog : IRunLog
{
    public void Write(Operation operation, IReadOnlyList<Node> changed, bool statusChanged)
    {
    }

    public void Close(Operation operation)
    {
    }
}
