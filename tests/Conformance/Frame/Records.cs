using System.Text.Json;

namespace Argosy.Conformance;

/// <summary>One thing that the real Argo did: an object of JSON under the name of its area.</summary>
internal sealed record Record(string Area, string Id, JsonElement Data, string File)
{
    public string Text(string name) => Data.GetProperty(name).GetString()!;

    public bool Has(string name) => Data.TryGetProperty(name, out _);
}

/// <summary>
/// Reads records. An area is either a file of lines (<c>expressions.jsonl</c>, one record a line, named by its <c>id</c>) or a folder of files
/// (<c>runs/**/*.json</c>, one record a file, named by its path). Both are read once and kept.
/// </summary>
internal static class Records
{
    private const string None = "(no records)";

    private static readonly Dictionary<string, IReadOnlyDictionary<string, Record>> Cache = new(StringComparer.Ordinal);

    /// <summary>The theory data of a file of lines: one row a record. Without records one row, which <see cref="Get"/> skips with the reason.</summary>
    public static TheoryData<string> Lines(string area, string file) => Rows(LoadLines(area, file));

    /// <summary>The theory data of a folder of files.</summary>
    public static TheoryData<string> Files(string area, string folder) => Rows(LoadFiles(area, folder));

    /// <summary>The records of a file of lines, in its order; none when the file is not there.</summary>
    public static IReadOnlyDictionary<string, Record> LoadLines(string area, string file) => Load(area + ":" + file, () =>
    {
        var path = RecordFolder.Path is { } folder ? System.IO.Path.Combine(folder, file) : null;
        var records = new Dictionary<string, Record>(StringComparer.Ordinal);
        if (path is null || !File.Exists(path))
        {
            return records;
        }

        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 1024 });
            var data = document.RootElement.Clone();
            var id = data.TryGetProperty("id", out var named) ? named.ToString() : $"line {number}";
            while (records.ContainsKey(id))
            {
                id += "'";
            }

            records.Add(id, new Record(area, id, data, path));
        }

        return records;
    });

    /// <summary>The records of a folder of JSON files, by path without extension; none when the folder is not there.</summary>
    public static IReadOnlyDictionary<string, Record> LoadFiles(string area, string folder) => Load(area + ":" + folder, () =>
    {
        var root = RecordFolder.Path is { } path ? System.IO.Path.Combine(path, folder) : null;
        var records = new Dictionary<string, Record>(StringComparer.Ordinal);
        if (root is null || !Directory.Exists(root))
        {
            return records;
        }

        foreach (var file in Directory.EnumerateFiles(root, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { MaxDepth = 1024 });
            var id = System.IO.Path.ChangeExtension(System.IO.Path.GetRelativePath(root, file), null).Replace('\\', '/');
            records.Add(id, new Record(area, id, document.RootElement.Clone(), file));
        }

        return records;
    });

    /// <summary>The record of a row; skips the test when there are no records.</summary>
    public static Record Get(IReadOnlyDictionary<string, Record> records, string id)
    {
        Assert.SkipWhen(id == None, RecordFolder.Path is null ? RecordFolder.MissingReason : "The folder of records has none of this area.");
        return records[id];
    }

    private static TheoryData<string> Rows(IReadOnlyDictionary<string, Record> records)
    {
        var rows = new TheoryData<string>();
        foreach (var id in records.Keys.DefaultIfEmpty(None))
        {
            rows.Add(id);
        }

        return rows;
    }

    private static IReadOnlyDictionary<string, Record> Load(string key, Func<IReadOnlyDictionary<string, Record>> load)
    {
        lock (Cache)
        {
            if (!Cache.TryGetValue(key, out var records))
            {
                Cache.Add(key, records = load());
            }

            return records;
        }
    }
}
