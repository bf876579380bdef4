using System.Text.Json.Nodes;
using Argosy.Manifests.Rules.Decoding;
using Argosy.Manifests.Schema;
using Argosy.Manifests.Tree;
using Argosy.Workflows;
using Argosy.Yaml;

namespace Argosy.Cli;

/// <summary>Objects from files, addresses, standard input or the app itself.</summary>
internal static class ManifestInput
{
    /// <summary>The objects of one kind in what the user named; others are skipped, with a word on it for those of Argo.</summary>
    public static async Task<List<JsonObject>> ReadAsync(CliRun run, IReadOnlyList<string> sources, ArgoKind kind, bool strict = true, bool quiet = false)
    {
        var found = new List<JsonObject>();
        foreach (var (name, text) in await ReadTextsAsync(run, sources).ConfigureAwait(false))
        {
            foreach (var piece in ManifestReader.Read(text, name).Pieces)
            {
                if (piece.Problem is { } problem)
                {
                    run.Log.Write(CliLogLevel.Error, "yaml file is not valid", ("file", name ?? "stdin"), ("error", problem.ToString()));
                    continue;
                }

                if (piece.Root is not MapNode map) continue;
                if (new ManifestDocument(name, piece.Number, map).Kind == kind.Kind) Decode(run, map, kind, strict);
                var document = NodeJson.ToJson(map);
                var given = document.TextAt("kind");
                if (given == kind.Kind || (given.Length == 0 && piece.Number == 1 && document["spec"] is not null))
                {
                    document["kind"] = kind.Kind;
                    document["apiVersion"] ??= ArgoKind.ApiVersion;
                    found.Add(document);
                }
                else if (!quiet && ArgoKind.Find(given) is not null)
                {
                    run.Log.Write(CliLogLevel.Warn, $"'{given}' manifest skipped, {kind.Kind} manifests only", ("name", document.Name()));
                }
            }
        }

        return found;
    }

    // Wrong types and, in the strict way, fields that nobody knows end the command before anything is sent.
    private static void Decode(CliRun run, MapNode map, ArgoKind kind, bool strict)
    {
        if (SchemaTable.OfKind(kind.Kind) is not { } type) return;
        var decoded = ObjectDecoder.Decode(map, type, isJson: false);
        var unknown = decoded.Unknown.Where(key => key.IsSeenByArgo).ToList();
        var fault = decoded.ArgoFault?.ArgoText ?? (strict && unknown.Count > 0 ? "strict decoding error: " + string.Join(", ", unknown.Take(100).Select(key => $"unknown field \"{key.Path}\"")) : null);
        if (fault is null) return;
        run.Log.Write(CliLogLevel.Error, $"Failed to parse {kind.Kind.ToLowerInvariant()}", ("error", fault));
        throw new CliExitException(1);
    }

    /// <summary>The texts behind what the user named: <c>-</c> alone is standard input, an address is fetched, a name of the app's own is its manifest.</summary>
    public static async Task<List<(string? Name, string Text)>> ReadTextsAsync(CliRun run, IReadOnlyList<string> sources)
    {
        if (sources is ["-"]) return [(null, await run.Context.In.ReadToEndAsync(run.Cancelled).ConfigureAwait(false))];
        var texts = new List<(string?, string)>();
        foreach (var source in sources) texts.Add((source, await ReadTextAsync(run, source).ConfigureAwait(false)));
        return texts;
    }

    /// <summary><c>name=value</c> for each entry of a file of parameters; other values than texts as their JSON.</summary>
    public static async Task<List<string>> ReadParametersAsync(CliRun run, string file)
    {
        var text = await ReadTextAsync(run, file).ConfigureAwait(false);
        var manifest = ManifestReader.Read(text, file);
        if (manifest.Problems.Count > 0) throw new CliException(manifest.Problems[0].ToString());
        var parameters = new List<string>();
        foreach (var piece in manifest.Pieces)
        {
            if (piece.Root is null) continue;
            if (piece.Root is not MapNode map) throw new CliException($"{file}: parameters are a map of names and values");
            foreach (var (name, value) in NodeJson.ToJson(map)) parameters.Add($"{name}={value.AsText() ?? "null"}");
        }

        return parameters;
    }

    private static async Task<string> ReadTextAsync(CliRun run, string source)
    {
        if (Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            using var http = new HttpClient();
            try
            {
                return await http.GetStringAsync(address, run.Cancelled).ConfigureAwait(false);
            }
            catch (HttpRequestException e)
            {
                throw new CliException($"{source}: {e.Message}");
            }
        }

        var path = run.Context.PathOf(source);
        if (Directory.Exists(path)) throw new CliException($"read {source}: is a directory");
        if (File.Exists(path)) return await File.ReadAllTextAsync(path, run.Cancelled).ConfigureAwait(false);
        var own = run.Context.App.FirstOrDefault(definition => definition.Name == source || definition.ClassName == source || definition.ClassName.EndsWith("." + source, StringComparison.Ordinal));
        return own?.Manifest() ?? throw new CliException($"open {source}: no such file or directory");
    }
}
