using System.Text;
using System.Text.Json.Nodes;
using Argosy.Models;

namespace Argosy.Engine.Store;

/// <summary>Writes what each pass changed to the run's journal, and the whole object now and then.</summary>
internal sealed class RunJournal : IRunLog
{
    private const long SmallestJournal = 1 << 20;

    private readonly RunFolder _folder;
    private FileStream? _journal;
    private long _objectSize;
    private long _version;
    private int _specVersion;
    private int _templates;
    private bool _isClosed;

    public RunJournal(RunFolder folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder.Path);
    }

    public void Write(Operation operation, IReadOnlyList<Node> changed, bool statusChanged)
    {
        if (_isClosed)
            return;
        _version++;
        operation.Metadata["resourceVersion"] = NextVersion(operation);
        if (_journal is null)
        {
            // The first time, and after the object was replaced: all of it.
            WriteWhole(operation);
            return;
        }

        var entry = new JsonObject();
        entry["metadata"] = operation.Metadata.DeepClone();
        if (operation.SpecVersion != _specVersion)
        {
            entry["spec"] = operation.Spec.DeepClone();
            _specVersion = operation.SpecVersion;
        }

        var withTemplates = operation.StoredTemplateCount != _templates;
        _templates = operation.StoredTemplateCount;
        entry["status"] = operation.StatusWithoutNodes(withTemplates);
        if (changed.Count > 0)
        {
            var nodes = new JsonObject();
            foreach (var node in changed)
                nodes[node.Id] = NodeJsonForm.Write(node, progress: null);
            entry["nodes"] = nodes;
        }

        _journal.Write(Encoding.UTF8.GetBytes(entry.ToJsonString(ArgoJson.Options) + "\n"));
        _journal.Flush();
        if (operation.IsCompleted || _journal.Length > Math.Max(SmallestJournal, 2 * _objectSize))
            WriteWhole(operation);
    }

    public void Close(Operation operation)
    {
        if (_isClosed)
            return;
        WriteWhole(operation);
        _isClosed = true;
        _journal?.Dispose();
    }

    private static string NextVersion(Operation operation) =>
        ((long.TryParse(operation.Metadata.Text("resourceVersion"), out var version) ? version : 0) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void WriteWhole(Operation operation)
    {
        _journal?.Dispose();
        _folder.Write(operation.ToObject());
        _objectSize = new FileInfo(_folder.ObjectFile).Length;
        _specVersion = operation.SpecVersion;
        _templates = operation.StoredTemplateCount;
        _journal = new FileStream(_folder.JournalFile, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16);
    }
}
