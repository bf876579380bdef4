using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argosy.Cli;
using Argosy.Workflows;

namespace Argosy.Conformance;

/// <summary>What a played command printed, how it ended and what it left.</summary>
internal sealed record PlayedCommand(int Exit, string Output, string Error, IReadOnlyList<JsonObject> Objects)
{
    public IReadOnlyList<string> Files { get; init; } = [];
}

/// <summary>One command of <c>cli/*.jsonl</c> with the objects that it met.</summary>
internal sealed partial class RecordedCommand
{
    private const string ServerFile = "server-mode";

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1024 };

    private readonly JsonObject _record;
    private readonly JsonArray _objects;
    private readonly DateTimeOffset _at;
    private readonly string? _file;
    private readonly bool _throughServer;
    private readonly string _log;

    private RecordedCommand(JsonObject record, JsonArray objects, string home, string? file, string? log)
    {
        _file = file;
        _throughServer = log is not null;
        _log = log ?? "";
        _record = record;
        _objects = record.TextAt("namespace") == home || home.Length == 0 ? objects : Moved(objects, home, record);
        _at = DateTimeOffset.Parse(record.TextAt("at"), CultureInfo.InvariantCulture);
    }

    private string Line => _record.TextAt("cmd");

    private bool IsDumb => _record.TextAt("term") == "dumb";

    /// <summary>All commands, named by file and number. Those of the server's mode go through the client to an Argo Server in this process.</summary>
    public static IReadOnlyDictionary<string, RecordedCommand> Load()
    {
        var commands = new Dictionary<string, RecordedCommand>(StringComparer.Ordinal);
        if (RecordFolder.Path is not { } folder || !Directory.Exists(System.IO.Path.Combine(folder, "cli"))) return commands;
        foreach (var file in Directory.EnumerateFiles(System.IO.Path.Combine(folder, "cli"), "*.jsonl").Order(StringComparer.Ordinal))
        {
            var name = System.IO.Path.GetFileNameWithoutExtension(file);
            JsonArray objects = [], current = [];
            var home = "";
            var number = 0;

            // The file that was submitted is not recorded; the dry run printed it.
            var submitted = System.IO.File.ReadLines(file).Select(line => JsonNode.Parse(line, null, Deep)!)
                .FirstOrDefault(record => record.TextAt("cmd").EndsWith("--dry-run -o yaml", StringComparison.Ordinal))?.TextAt("stdout");

            // These were given with ARGO_SERVER set. What the pods printed is what the command for it showed.
            var log = name != ServerFile ? null : System.IO.File.ReadLines(file).Select(line => JsonNode.Parse(line, null, Deep)!)
                .FirstOrDefault(record => record.TextAt("cmd").StartsWith("argo logs ", StringComparison.Ordinal))?.TextAt("stdout") ?? "";
            foreach (var line in System.IO.File.ReadLines(file))
            {
                number++;
                var record = (JsonObject)JsonNode.Parse(line, null, Deep)!;
                if (record["state"] is not null)
                {
                    objects = current = (JsonArray)record["objects"]!;
                    home = objects.OfType<JsonObject>().Select(item => item.Namespace()).FirstOrDefault(item => item.Length > 0) ?? "";
                    continue;
                }

                // A command that changes something met the objects in a namespace of its own, or, in the same namespace, what the one before it left.
                commands.Add($"{name}/{number}: {record.TextAt("cmd")}", new RecordedCommand(record, record.TextAt("namespace") == home ? current : objects, home, submitted, log));
                if (record.TextAt("namespace") == home && record["after"] is JsonArray after) current = after;
            }
        }

        return commands;
    }

    /// <summary>
    /// Plays it at the recorded time and, where that differs, a second before and after: the record's time is that of the call, the ages those of the moment of
    /// printing. The result is what differs at the recorded time, null where one of them agrees.
    /// </summary>
    public async Task<string?> CompareAsync()
    {
        string? first = null;
        foreach (var seconds in new[] { 0.0, 0.5, 1, 1.5, -0.5 })
        {
            var difference = Difference(await PlayAsync(TimeSpan.FromSeconds(seconds)));
            if (difference is null) return null;
            first ??= difference;
        }

        return first;
    }

    private async Task<PlayedCommand> PlayAsync(TimeSpan offset)
    {
        var clock = new FixedClock(_at + offset);
        var client = new InMemoryWorkflowClient(clock, _record.TextAt("namespace"));
        foreach (var item in _objects.OfType<JsonObject>()) client.Put(item);
        var (output, error) = (new StringWriter(), new StringWriter());
        var (clients, server) = _throughServer ? Serve(client, clock) : (ClientSource.Only(client), null);
        using var _ = server;
        using var folder = new TemporaryFolder();
        var context = new CliContext
        {
            ProgramName = "argo",
            Out = output,
            Error = error,
            In = new StringReader(_record.TextAt("stdin")),
            Terminal = new Terminal(false, !IsDumb),
            Clock = clock,
            Environment = variable => !_throughServer ? null : variable switch { "ARGO_SERVER" => "server", "ARGO_TOKEN" => "Bearer TOKEN", _ => null },
            CurrentDirectory = folder.Path,
            Clients = clients,
        };
        using var file = new SubmittedFile(_file);
        var exit = await new CliFrame(context).RunAsync(Words(Line).Skip(1).Select(file.Named).ToList(), TestContext.Current.CancellationToken);
        return new PlayedCommand(exit, output.ToString(), error.ToString(), client.Objects) { Files = folder.Files() };
    }

    private string? Difference(PlayedCommand played)
    {
        if (played.Exit.ToString(CultureInfo.InvariantCulture) != _record["exit"].AsText()) return $"exit {_record["exit"].AsText()} became {played.Exit}\n{played.Error}";
        var before = _objects.OfType<JsonObject>().Select(Key).ToHashSet();
        var wantedNew = NewName(_record.ItemsAt("after"), before);
        var gotNew = NewName(played.Objects, before);
        var (wantedText, gotText) = (Masked(_record.TextAt("stdout"), wantedNew), Masked(played.Output, gotNew));
        if (Line.StartsWith("argo version", StringComparison.Ordinal)) (wantedText, gotText) = (OwnVersion().Replace(wantedText, "(own)"), OwnVersion().Replace(gotText, "(own)"));
        if (IsAboutMore) (wantedText, gotText) = (KnownRows(wantedText), KnownRows(gotText));
        if (_record["after"] is not null) (wantedText, gotText) = (Ages().Replace(wantedText, "(age)"), Ages().Replace(gotText, "(age)"));
        if (FirstDifference(wantedText, gotText) is { } difference && !DiffersInTiesOnly(wantedText, gotText)) return difference;
        var wanted = LastError(_record.TextAt("stderr"));
        var got = LastError(played.Error);
        if (wanted != got) return $"error\n  argo: {wanted}\n  ours: {got}";
        if (FilesDifference(played.Files) is { } files) return files;
        return _record["after"] is JsonArray after ? ObjectDifference(Renamed(after.OfType<JsonObject>(), wantedNew), Renamed(played.Objects, gotNew)) : null;
    }

    // The record names all files of its folder, those of the commands before this one too.
    private string? FilesDifference(IReadOnlyList<string> files)
    {
        var target = Words(Line).FirstOrDefault(word => word.StartsWith("DIR/", StringComparison.Ordinal));
        if (target is null || _record["files"] is null) return null;
        var wanted = ((JsonArray)_record["files"]!).Select(file => file.AsText()!).Where(file => file.StartsWith(target[4..] + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return wanted.SequenceEqual(files.Select(file => file[4..])) ? null : $"files {string.Join(", ", files)}";
    }

    private static JsonArray Moved(JsonArray objects, string home, JsonObject record)
    {
        var moved = (JsonArray)objects.DeepClone();
        foreach (var item in moved.OfType<JsonObject>().Where(item => item.Namespace() == home))
        {
            item["metadata"]!["namespace"] = record.TextAt("namespace");
            var left = record.ItemsAt("after").FirstOrDefault(after => after.TextAt("kind") == item.TextAt("kind") && after.Name() == item.Name());
            foreach (var field in new[] { "creationTimestamp", "uid" })
            {
                if (left.At("metadata", field) is { } value) item["metadata"]![field] = value.DeepClone();
            }
        }

        return moved;
    }

    private static IEnumerable<string> Words(string line)
    {
        var word = new StringBuilder();
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"') quoted = !quoted;
            else if (c == ' ' && !quoted)
            {
                if (word.Length > 0) yield return word.ToString();
                word.Clear();
            }
            else word.Append(c);
        }

        if (word.Length > 0) yield return word.ToString();
    }

    private static string LastError(string text) => text.Split('\n').LastOrDefault(line => line.StartsWith("Error: ", StringComparison.Ordinal)) ?? "";

    // These list the whole cluster, of which the record holds one namespace.
    private bool IsAboutMore => Line.Contains(" -A", StringComparison.Ordinal) || Line.Contains("template list", StringComparison.Ordinal);

    private string KnownRows(string text)
    {
        var names = _objects.OfType<JsonObject>().Select(item => item.Name()).ToHashSet();
        var spaces = _objects.OfType<JsonObject>().Select(item => item.Namespace()).ToHashSet();
        var rows = text.Split('\n').Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 0);
        return string.Join('\n', rows
            .Where((words, index) => index == 0 || names.Contains(words[0]) || (words.Length > 1 && spaces.Contains(words[0]) && names.Contains(words[1])))
            .Select(words => string.Join(' ', words)));
    }

    // The name of an object that the command made is random where it is generated.
    private static string NewName(IEnumerable<JsonObject> objects, HashSet<string> before) =>
        objects.FirstOrDefault(item => !before.Contains(Key(item)) && item.TextAt("metadata", "generateName").Length > 0)?.Name() ?? "";

    private static List<JsonObject> Renamed(IEnumerable<JsonObject> objects, string name) =>
        objects.Select(item => name.Length == 0 ? item : (JsonObject)JsonNode.Parse(NodeIds(item, name).Replace(name, "(new)", StringComparison.Ordinal), null, Deep)!).ToList();

    // The IDs of nodes hold a hash of their name, which holds the random one.
    private static string NodeIds(JsonObject item, string name)
    {
        var text = item.ToJsonString();
        if (item.Name() != name) return text;
        foreach (var (id, node) in item.Nodes()) text = text.Replace($"\"{id}\"", JsonValue.Create("id of " + node.TextAt("name")).ToJsonString(), StringComparison.Ordinal);
        return DroppedId().Replace(text, match => match.Groups[1].Value == name ? "\"(dropped)\"" : match.Value);
    }

    // The order of resources is that of a Go map.
    private static string Masked(string text, string name)
    {
        if (name.Length > 0) text = text.Replace(name, "(new)", StringComparison.Ordinal);
        text = ManagedFieldsYaml().Replace(ManagedFieldsJson().Replace(text, ""), "");
        return Resources().Replace(text, match => string.Join(',', match.Value.Split(',').Order(StringComparer.Ordinal)));
    }

    /// <summary>Nodes of the same second and loop index, and workflows that ended in the same second, have no order: Argo prints them in that of a Go map.</summary>
    public static bool DiffersInTiesOnly(string wanted, string got) => Lines(wanted).SequenceEqual(Lines(got));

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(line => TreeLines().Replace(line, "")).Order(StringComparer.Ordinal);

    public static string? FirstDifference(string wanted, string got)
    {
        if (wanted == got) return null;
        var (a, b) = (wanted.Split('\n'), got.Split('\n'));
        for (var i = 0; i < Math.Max(a.Length, b.Length); i++)
        {
            var (w, g) = (i < a.Length ? a[i] : "(end)", i < b.Length ? b[i] : "(end)");
            if (w != g) return $"line {i + 1}\n  argo: {w}\n  ours: {g}";
        }

        return "only line ends differ";
    }

    private static string? ObjectDifference(List<JsonObject> after, List<JsonObject> objects)
    {
        var wanted = after.ToDictionary(Key);
        var got = objects.ToDictionary(Key);
        foreach (var key in wanted.Keys.Except(got.Keys)) return $"object {key} is missing";
        foreach (var key in got.Keys.Except(wanted.Keys)) return $"object {key} is too much";
        foreach (var (key, item) in wanted)
        {
            var (w, g) = (Normal(item, ""), Normal(got[key], ""));
            if (JsonNode.DeepEquals(w, g)) continue;
            return $"object {key}: {FirstPath(w, g, "")}";
        }

        return null;
    }

    private static string Key(JsonObject item) => $"{item.TextAt("kind")} {item.Namespace()}/{item.Name()}";

    private static string FirstPath(JsonNode? wanted, JsonNode? got, string path)
    {
        if (wanted is JsonObject a && got is JsonObject b)
        {
            foreach (var name in a.Select(entry => entry.Key).Union(b.Select(entry => entry.Key)))
            {
                if (!JsonNode.DeepEquals(a[name], b[name])) return FirstPath(a[name], b[name], $"{path}.{name}");
            }
        }

        if (wanted is JsonArray c && got is JsonArray d && c.Count == d.Count)
        {
            for (var i = 0; i < c.Count; i++)
            {
                if (!JsonNode.DeepEquals(c[i], d[i])) return FirstPath(c[i], d[i], $"{path}[{i}]");
            }
        }

        return $"{path}\n  argo: {wanted?.ToJsonString() ?? "(none)"}\n  ours: {got?.ToJsonString() ?? "(none)"}";
    }

    // What the server and the clock decide is not the command's: versions, managers, the present second.
    private static JsonNode? Normal(JsonNode? node, string name)
    {
        switch (node)
        {
            case JsonObject map:
                var result = new JsonObject();
                foreach (var (key, value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    if (key is "resourceVersion" or "managedFields" or "generation" or "uid") continue;
                    var normal = Normal(value, key);
                    if (normal is null or JsonObject { Count: 0 } or JsonArray { Count: 0 }) continue;
                    if (normal is JsonValue text && text.TryGetValue<string>(out var empty) && empty.Length == 0) continue;
                    result[key] = normal;
                }

                return result;
            case JsonArray list:
                var items = list.Select(item => Normal(item, name)).ToList();
                return new JsonArray([.. items]);
            default:
                return name is "startedAt" or "finishedAt" or "creationTimestamp" && node is not null ? JsonValue.Create("(time)") : node?.DeepClone();
        }
    }

    [GeneratedRegex("\"([a-z0-9-]+)-[0-9]+\"")]
    private static partial Regex DroppedId();

    [GeneratedRegex(@"[0-9a-z.]+\*\([0-9A-Za-z]+ [a-z/.-]+\)(,[0-9a-z.]+\*\([0-9A-Za-z]+ [a-z/.-]+\))+")]
    private static partial Regex Resources();

    // A changing command prints what it changed a moment after it changed it.
    [GeneratedRegex(@"\((now|[0-9]+ seconds? ago)\)|(?<=Duration: +)[0-9]+ seconds?")]
    private static partial Regex Ages();

    [GeneratedRegex(@",\n +""managedFields"": \[\n(.*\n)*? +\](?=,?\n)")]
    private static partial Regex ManagedFieldsJson();

    [GeneratedRegex(@"(?m)^  managedFields:\n(  - .*\n|    .*\n)*")]
    private static partial Regex ManagedFieldsYaml();

    [GeneratedRegex(@"\Aargo: v[^\n]*\n(  [A-Za-z]+: [^\n]+\n)*")]
    private static partial Regex OwnVersion();

    [GeneratedRegex(@"^[ │├└┬─|`+-]+")]
    private static partial Regex TreeLines();

    private sealed class SubmittedFile : IDisposable
    {
        private readonly string? _path;

        public SubmittedFile(string? text)
        {
            if (text is null) return;
            _path = System.IO.Path.GetTempFileName();
            var document = (JsonObject)Argosy.Yaml.NodeJson.ToJson(Argosy.Yaml.ManifestReader.Read(text, null).Documents[0].Root);
            document.Remove("status");
            ((JsonObject)document["metadata"]!).Remove("namespace");
            System.IO.File.WriteAllText(_path, document.ToJsonString());
        }

        public string Named(string argument) => _path is not null && argument.StartsWith("/tmp/", StringComparison.Ordinal) ? _path : argument;

        public void Dispose()
        {
            if (_path is not null) System.IO.File.Delete(_path);
        }
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("argosy-command-").FullName;

        public IReadOnlyList<string> Files() =>
            [.. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
