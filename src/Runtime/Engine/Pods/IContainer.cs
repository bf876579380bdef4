namespace Argosy.Engine.Pods;

/// <summary>A container that was started. Its files stay until it is disposed of, which also ends whatever still runs in it.</summary>
internal interface IContainer : IAsyncDisposable
{
    /// <summary>Runs the program to its end. Asked again, it runs again among the files that it left (the retries of a containerSet).</summary>
    /// <param name="cancellation">Ends the waiting, not the program.</param>
    Task<ContainerExit> RunAsync(CancellationToken cancellation);

    /// <summary>Sends a signal to the program and its children.</summary>
    /// <param name="signal">15 or 9.</param>
    void Signal(int signal);

    /// <summary>A file or folder of the container as a path of this machine, good until the container is disposed of; null: there is none.</summary>
    /// <param name="path">The path in the container; a relative one starts at its working directory.</param>
    /// <param name="cancellation">Ends the search.</param>
    Task<string?> FetchAsync(string path, CancellationToken cancellation);
}
