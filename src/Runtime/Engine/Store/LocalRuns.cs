using System.Text.Json.Nodes;
using Argosy.Models;

namespace Argosy.Engine.Store;

/// <summary>The runs of this machine, kept below one folder (<c>.argosy</c>): what commands list, read and change, whether an engine runs them or not.</summary>
internal sealed class LocalRuns(string root)
{
    private const int MostAttempts = 100;

    /// <summary>The folder of all runs.</summary>
    public string Root => Path.Combine(root, "runs");

    /// <summary>The files of one run.</summary>
    public RunFolder Folder(string name) => new(Path.Combine(Root, FileName(name)));

    /// <summary>Names of all runs, sorted.</summary>
    public IReadOnlyList<string> Names() =>
        Directory.Exists(Root) ? [.. Directory.EnumerateDirectories(Root).Where(d => File.Exists(Path.Combine(d, "workflow.json"))).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)] : [];

    /// <summary>All Workflow objects.</summary>
    public IReadOnlyList<JsonObject> List() => [.. Names().Select(Get).OfType<JsonObject>()];

    /// <summary>One Workflow object as it stands; null if there is none of that name.</summary>
    public JsonObject? Get(string name) => Folder(name).Read();

    /// <summary>Whether an engine runs it now.</summary>
    public bool IsAlive(string name) => Folder(name).IsAlive;

    /// <summary>Keeps a new run with the documents that serve it (templates, ConfigMaps, Secrets); it does not start it.</summary>
    /// <exception cref="OperationException">There is one of that name.</exception>
    public RunFolder Create(JsonObject workflow, IEnumerable<JsonObject> documents)
    {
        var name = workflow.Object("metadata").Text("name") ?? throw new OperationException("a workflow that is kept needs a name");
        var folder = Folder(name);
        if (folder.Exists)
            throw new OperationException($"workflows.argoproj.io \"{name}\" already exists");
        Directory.CreateDirectory(folder.Path);
        // Secrets are among them: only their owner may read the file.
        RunFolder.WriteAtomically(folder.DocumentsFile, new JsonArray([.. documents.Select(d => d.DeepClone())]).ToJsonString(ArgoJson.Options), isPrivate: true);
        folder.Write(workflow);
        return folder;
    }

    /// <summary>The documents that serve a run.</summary>
    public IReadOnlyList<JsonObject> Documents(string name)
    {
        var file = Folder(name).DocumentsFile;
        return File.Exists(file) && JsonNode.Parse(File.ReadAllText(file)) is JsonArray list ? [.. list.OfType<JsonObject>()] : [];
    }

    /// <summary>
    /// Changes a Workflow object: through its engine while one runs it, else on disk. The change may be computed more than once, each time on the newest object.
    /// </summary>
    /// <exception cref="OperationException">There is no such run, or its engine does not answer.</exception>
    public async Task<JsonObject> UpdateAsync(string name, Func<JsonObject, JsonObject> change, CancellationToken cancellation)
    {
        var folder = Folder(name);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var current = folder.Read() ?? throw new OperationException($"workflows.argoproj.io \"{name}\" not found");
            var changed = change(current.Clone());
            if (await TryReplaceAsync(folder, changed, cancellation).ConfigureAwait(false))
                return folder.Read() ?? changed;
            await Task.Delay(20, cancellation).ConfigureAwait(false);
        }

        throw new OperationException($"workflow {name} changes too fast to be changed");
    }

    /// <summary>Replaces an object if it carries the newest version (or none); false if it does not.</summary>
    public async Task<bool> TryReplaceAsync(RunFolder folder, JsonObject changed, CancellationToken cancellation)
    {
        using (var taken = folder.TryLock())
        {
            if (taken is not null)
            {
                var current = folder.Read() ?? throw new OperationException("the run is gone");
                var version = changed.Object("metadata").Text("resourceVersion");
                var newest = current.Object("metadata").Text("resourceVersion");
                if (version is not null && version != newest)
                    return false;
                var next = changed.Clone();
                next.Ensure("metadata")["resourceVersion"] = ((long.TryParse(newest, out var n) ? n : 0) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
                folder.Write(next);
                return true;
            }
        }

        return await new ControlMailbox(folder).SendAsync(changed, cancellation).ConfigureAwait(false);
    }

    /// <summary>Removes a run with all its files; one that an engine runs must be ended first.</summary>
    /// <exception cref="OperationException">There is no such run, or an engine runs it.</exception>
    public void Delete(string name)
    {
        var folder = Folder(name);
        if (!folder.Exists)
            throw new OperationException($"workflows.argoproj.io \"{name}\" not found");
        if (folder.IsAlive)
            throw new OperationException($"workflow {name} is running; stop or terminate it first");
        Directory.Delete(folder.Path, recursive: true);
    }

    /// <summary>
    /// Runs a kept workflow in this process to its end, or goes on with it: what has ended is not run again. Commands reach it through its control folder meanwhile.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="services">What the engine has; the run's own documents are added to it.</param>
    /// <param name="started">Told the host before the first pass.</param>
    /// <param name="cancellation">Ends the engine: everything that runs is ended, the run can go on later.</param>
    /// <exception cref="OperationException">There is no such run, or another engine runs it.</exception>
    public Task<JsonObject> RunAsync(string name, EngineServices services, Action<RunHost>? started, CancellationToken cancellation) =>
        RunAsync(name, new WorkflowEngine(services), started, cancellation);

    /// <summary>The same in an engine that runs others too: they share locks, caches and templates.</summary>
    public async Task<JsonObject> RunAsync(string name, WorkflowEngine engine, Action<RunHost>? started, CancellationToken cancellation)
    {
        var folder = Folder(name);
        using var taken = folder.TryLock() ?? throw new OperationException($"workflow {name} is run by another engine already");
        var stored = folder.Read() ?? throw new OperationException($"workflows.argoproj.io \"{name}\" not found");
        foreach (var document in Documents(name))
            engine.Services.TryAdd(document);
        ShareCaches(engine.Services);
        var host = stored.Object("status").Text("phase") is { Length: > 0 }
            ? engine.Continue(stored, _ => new RunJournal(folder))
            : engine.Create(stored, _ => new RunJournal(folder));
        started?.Invoke(host);
        using var serving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var mailbox = new ControlMailbox(folder).ServeAsync(host, serving.Token);
        try
        {
            return await engine.RunAsync(host, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await serving.CancelAsync().ConfigureAwait(false);
            await mailbox.ConfigureAwait(false);
        }
    }

    /// <summary>What one run memoized serves the later runs of this machine: the caches are kept beside the runs.</summary>
    private void ShareCaches(EngineServices services)
    {
        var folder = Path.Combine(root, "caches");
        if (Directory.Exists(folder))
            foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
                if (JsonNode.Parse(RunFolder.ReadShared(file)) is JsonObject kept)
                    services.TryAdd(kept);
        services.Caches.Changed ??= map =>
        {
            Directory.CreateDirectory(folder);
            RunFolder.WriteAtomically(Path.Combine(folder, FileName(map.Metadata.Name) + ".json"), ArgoJson.Write(map).ToJsonString(ArgoJson.Options));
        };
    }

    // Names of Kubernetes objects are safe file names; anything else must not lead out of the folder.
    private static string FileName(string name) =>
        name.Length > 0 && name != "." && name != ".." && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')
            ? name
            : throw new OperationException($"'{name}' is no name of a workflow");
}
