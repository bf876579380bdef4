using System.Globalization;
using System.Text;
using Argosy.Manifests.Rules;
using Argosy.Manifests.Rules.Argo;
using Argosy.Manifests.Rules.Decoding;
using Argosy.Manifests.Schema;
using Argosy.Manifests.Tree;
using Argosy.Yaml;

namespace Argosy.Lint;

/// <summary>Gives the verdict, the texts and the exit code of <c>argo lint --offline -o simple</c>, with its two readings and what they swallow.</summary>
internal sealed class ArgoLint
{
    private readonly bool _strict;
    private readonly HashSet<string> _kinds;
    private readonly Func<DateTimeOffset> _clock;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    public ArgoLint(bool strict, IEnumerable<string> kinds, Func<DateTimeOffset> clock)
    {
        _strict = strict;
        _kinds = [.. kinds];
        _clock = clock;
    }

    /// <summary>What the command prints and ends with.</summary>
    public sealed record Result(int ExitCode, string Out, string Error);

    // One document that Argo's reader gives: an object of a known kind, or a foreign one.
    private sealed record Part(ManifestFile File, ManifestPiece Piece, CheckedObject? Object, DecodedObject Decoded);

    public Result Run(IEnumerable<ManifestFile> files)
    {
        var library = new TemplateLibrary(null);
        var read = new List<(string Name, List<Part> Parts)>();
        foreach (var file in files)
        {
            var name = file.Path ?? "stdin";
            if (file.Problems.FirstOrDefault(p => p.Kind == ReadProblemKind.File || (p.Kind == ReadProblemKind.Limit && file.Pieces.Count == 0)) is { } unreadable)
                return Ends(1, $"Error: open {name}: {unreadable.Message}");
            var parts = Parts(file);
            if (FirstPass(name, parts, library) is { } failure) return Ends(1, $"Error: {failure}");
            // The first reading takes all of standard input; nothing is left for the second.
            if (file.Path is not null) read.Add((name, parts));
        }

        try
        {
            return SecondPass(read, library);
        }
        catch (ArgoCrashException e)
        {
            return new Result(2, "", _error.Append("Error: ").Append(e.Message).Append(": Argo's own lint crashes here\n").ToString());
        }
    }

    private static string? FirstPass(string name, List<Part> parts, TemplateLibrary library)
    {
        foreach (var part in parts)
        {
            if (part.File.IsJson && part.Piece.Root is not MapNode)
                return $"failed to parse YAML from file {name}: json: cannot unmarshal {GoText.JsonType(part.Piece.Root!)} into Go value of type v1.ObjectMeta";
            if (part.Decoded.ArgoFault is { } fault) return $"failed to parse YAML from file {name}: {fault.ArgoText}";
            if (part.Object is { Kind: "WorkflowTemplate" or "ClusterWorkflowTemplate" } template && !library.Add(template))
                return $"duplicate {template.Kind} found: {GoText.Quote(template.Name)}";
        }

        return null;
    }

    private Result SecondPass(List<(string Name, List<Part> Parts)> files, TemplateLibrary library)
    {
        var placeholders = new Placeholders();
        bool linted = false, success = true;
        foreach (var (name, parts) in files)
        {
            var errors = new List<string>();
            var isLinted = false;
            var number = 0;
            foreach (var part in parts)
            {
                var dropped = _strict && !part.File.IsJson && part.Decoded.Repeated.Count > 0;
                if (dropped) continue;
                number++;
                if (part.Object is not { } o || o.Kind == "WorkflowTaskSet") continue;
                var strict = _strict ? StrictError(part) : null;
                if (o.Kind == "WorkflowEventBinding")
                {
                    if (strict is not null) errors.Add($"in : {strict}");
                    continue;
                }

                if (!_kinds.Contains(o.Kind)) continue;
                isLinted = true;
                var error = strict ?? Verdict(o, library, placeholders);
                if (error is null) continue;
                var shown = o.Name.Length > 0 ? o.Name : o.Metadata.Text("generateName") is { Length: > 0 } prefix ? prefix : $"object #{number}";
                errors.Add($"in \"{shown}\" ({o.Kind}): {error}");
            }

            if (!isLinted) continue;
            linted = true;
            success &= errors.Count == 0;
            foreach (var error in errors) _out.Append(name).Append(": ").Append(error).Append('\n');
        }

        if (!linted) _out.Append("found nothing to lint in the specified paths, failing...\n");
        else if (success) _out.Append("no linting errors found!\n");
        return new Result(linted && success ? 0 : 1, _out.ToString(), _error.ToString());
    }

    private static string? Verdict(CheckedObject o, TemplateLibrary library, Placeholders placeholders)
    {
        try
        {
            new WorkflowValidation(o, library, new CheckOptions { ArgoRulesOnly = true, IsYaml = YamlText.IsYaml }, placeholders, static (_, _, _) => { }).Run();
            return null;
        }
        catch (FirstErrorException e)
        {
            return e.Message;
        }
    }

    private static string? StrictError(Part part)
    {
        var unknown = part.Decoded.Unknown.Where(u => u.IsSeenByArgo).Select(u => (u.Place, Text: $"unknown field \"{u.Path}\"")).ToList();
        if (part.File.IsJson && part.Decoded.Repeated.Count > 0)
        {
            unknown.AddRange(part.Decoded.Repeated.Select(r => (r.Place, $"duplicate field \"{r.Path}\"")));
            unknown = [.. unknown.OrderBy(u => u.Place.Line).ThenBy(u => u.Place.Column)];
        }

        return unknown.Count == 0 ? null : "strict decoding error: " + string.Join(", ", unknown.Take(100).Select(u => u.Text));
    }

    private List<Part> Parts(ManifestFile file)
    {
        var parts = new List<Part>();
        foreach (var piece in file.Pieces)
        {
            if (file.IsJson && piece.Root is not MapNode)
            {
                parts.Add(new Part(file, piece, null, new DecodedObject()));
                continue;
            }

            if (piece.Root is ScalarNode { Kind: ScalarKind.Null })
            {
                parts.Add(new Part(file, piece, null, new DecodedObject()));
                continue;
            }

            var kind = (piece.Root as MapNode)?["kind"] is ScalarNode { IsString: true, Text.Length: > 0 } text ? text.Text : null;
            if (piece.Root is not MapNode root || (kind is null && !file.IsJson))
            {
                Log(piece);
                continue;
            }

            var type = SchemaTable.OfKind(kind);
            var document = new ManifestDocument(file.Path, piece.Number, root);
            if (type is not null)
            {
                var known = new CheckedObject(document, type, file.IsJson);
                parts.Add(new Part(file, piece, known, known.Decoded));
            }
            else
            {
                var foreign = ObjectDecoder.Decode(root, SchemaTable.Struct("meta.ObjectMeta"), file.IsJson);
                foreign.Unknown.Clear();
                parts.Add(new Part(file, piece, null, foreign));
            }
        }

        return parts;
    }

    private void Log(ManifestPiece piece)
    {
        var error = piece.Root is null
            ? "error converting YAML to JSON: yaml: line " + piece.Problem!.Place.Line.ToString(CultureInfo.InvariantCulture) + ": " + piece.Problem.Message
            : "error unmarshaling JSON: while decoding JSON: Object 'Kind' is missing in '" + NodeJson.ToText(piece.Root) + "'";
        var line = $"time={_clock():yyyy-MM-ddTHH:mm:ss.fffZ} level=ERROR msg=\"yaml file is not valid\" index={piece.Number.ToString(CultureInfo.InvariantCulture)} error={GoText.Quote(error)}\n";
        // Once in each reading.
        _error.Append(line).Append(line);
    }

    private Result Ends(int exitCode, string line) => new(exitCode, _out.ToString(), _error.Append(line).Append('\n').ToString());
}
