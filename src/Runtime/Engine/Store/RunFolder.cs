using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argosy.Models;

namespace Argosy.Engine.Store;

/// <summary>
/// The files of one run: <c>workflow.json</c> is the Workflow object as any tool reads it, <c>journal.jsonl</c> what changed since it was written, one pass a line.
/// Reading both gives the state after the last pass, at whatever moment the engine was killed: the object is replaced by a rename, a torn last line is left out.
/// </summary>
internal sealed class RunFolder(string path)
{
    public string Path => path;

    public string ObjectFile => System.IO.Path.Combine(path, "workflow.json");

    public string JournalFile => System.IO.Path.Combine(path, "journal.jsonl");

    /// <summary>What serves the run beside the workflow: templates, ConfigMaps, Secrets.</summary>
    public string DocumentsFile => System.IO.Path.Combine(path, "documents.json");

    public string LockFile => System.IO.Path.Combine(path, "engine.lock");

    public string ControlFolder => System.IO.Path.Combine(path, "control");

    public bool Exists => File.Exists(ObjectFile);

    /// <summary>The Workflow object as it stands; null if there is none.</summary>
    public JsonObject? Read()
    {
        for (var attempt = 0; ; attempt++)
        {
            var before = Stamp();
            try
            {
                var workflow = ReadOnce();
                // The engine may have replaced the object between the two reads.
                if (before == Stamp() || attempt == 5)
                    return workflow;
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
        }
    }

    private (long, DateTime) Stamp() => File.Exists(ObjectFile) ? (new FileInfo(ObjectFile).Length, File.GetLastWriteTimeUtc(ObjectFile)) : default;

    private JsonObject? ReadOnce()
    {
        var journal = File.Exists(JournalFile) ? ReadShared(JournalFile) : "";
        if (Parse(ReadShared(ObjectFile)) is not { } workflow)
            return null;
        var start = 0;
        while (start < journal.Length)
        {
            var end = journal.IndexOf('\n', start);
            if (end < 0)
                break;
            if (Parse(journal[start..end]) is { } entry)
                workflow = Apply(workflow, entry);
            start = end + 1;
        }

        CountProgress(workflow);
        return workflow;
    }

    // The lines of the journal do not repeat what the nodes tell.
    private static void CountProgress(JsonObject workflow)
    {
        if (workflow.Object("status") is not { } status || status.Object("nodes") is not { Count: > 0 } nodes || status["progress"] is not null)
            return;
        var leaves = nodes.Select(entry => entry.Value as JsonObject).Where(node => node?.Text("type") is NodeTypes.Pod or NodeTypes.Suspend or NodeTypes.Http or NodeTypes.Plugin or NodeTypes.Container).ToList();
        status["progress"] = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{leaves.Count(node => node!.Text("phase") == Phases.Succeeded)}/{leaves.Count}");
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A line says whole values, so that reading it twice changes nothing.
    private static JsonObject Apply(JsonObject workflow, JsonObject entry)
    {
        foreach (var key in (ReadOnlySpan<string>)["metadata", "spec"])
            if (entry[key] is { } value)
                workflow[key] = value.DeepClone();
        var status = workflow.Ensure("status");
        if (entry.Object("status") is { } changed)
        {
            // Nodes come one by one, frozen templates only when there are more of them.
            var before = status;
            status = changed.Clone();
            foreach (var key in (ReadOnlySpan<string>)["nodes", "storedTemplates"])
            {
                if (before[key] is not { } kept || status.ContainsKey(key))
                    continue;
                before.Remove(key);
                status[key] = kept;
            }

            workflow["status"] = status;
        }

        if (entry.Object("nodes") is { } changedNodes)
        {
            var nodes = status.Ensure("nodes");
            foreach (var (id, node) in changedNodes)
                nodes[id] = node?.DeepClone();
        }

        return workflow;
    }

    /// <summary>Replaces the object and empties the journal.</summary>
    public void Write(JsonObject workflow)
    {
        Directory.CreateDirectory(path);
        WriteAtomically(ObjectFile, workflow.ToJsonString(ArgoJson.Options));
        if (File.Exists(JournalFile))
            using (new FileStream(JournalFile, FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            {
            }
    }

    public static void WriteAtomically(string file, string text, bool isPrivate = false)
    {
        var temporary = file + "." + Guid.NewGuid().ToString("N") + ".tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (isPrivate && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, file, overwrite: true);
    }

    public static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Whether an engine runs it now; the lock is the process's, so it is gone when the process is.</summary>
    public bool IsAlive
    {
        get
        {
            if (!File.Exists(LockFile))
                return false;
            try
            {
                using var stream = new FileStream(LockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                return false;
            }
            catch (IOException)
            {
                return true;
            }
            catch (UnauthorizedAccessException)
            {
                return true;
            }
        }
    }

    /// <summary>Takes the run for this process; null if another has it.</summary>
    public FileStream? TryLock()
    {
        Directory.CreateDirectory(path);
        try
        {
            var stream = new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            stream.SetLength(0);
            stream.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            stream.Flush();
            return stream;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
