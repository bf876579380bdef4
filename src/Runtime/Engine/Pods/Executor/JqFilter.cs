using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Argosy.Engine.Pods.Executor;

/// <summary>A <c>jqFilter</c> output. Plain paths (<c>.</c>, <c>.a.b[0]</c>, <c>.a["b"]</c>) are read here; every other filter is the program jq's business.</summary>
internal static partial class JqFilter
{
    private static readonly JsonSerializerOptions s_sorted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether a filter needs the program jq.</summary>
    public static bool NeedsProgram(string filter) => !Plain().IsMatch(filter.Trim());

    /// <summary>Whether this machine has jq.</summary>
    public static bool HasProgram => Program is not null;

    private static string? Program => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "jq.exe" : "jq")).FirstOrDefault(File.Exists);

    /// <summary>What the filter prints: texts bare, all else compact JSON, a line each.</summary>
    public static async Task<string> ApplyAsync(string filter, JsonNode? resource, CancellationToken cancellation)
    {
        filter = filter.Trim();
        if (!NeedsProgram(filter))
        {
            var node = resource;
            foreach (Match step in Step().Matches(filter))
            {
                node = step.Groups["index"].Success
                    ? node is JsonArray list ? Item(list, int.Parse(step.Groups["index"].Value, System.Globalization.CultureInfo.InvariantCulture)) : Refused(node, "a number")
                    : node is JsonObject map ? map[step.Groups["name"].Value] : Refused(node, $"\"{step.Groups["name"].Value}\"");
            }
            return node is null ? "null" : node is JsonValue value && value.TryGetValue(out string? text) ? text.Trim() : Sorted(node)!.ToJsonString(s_sorted);
        }
        if (Program is not { } program)
            throw new ExecutorException($"the jqFilter '{filter}' needs the program jq, which is not on this machine");
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var word in new[] { "-c", "-r", "-S", "--", filter })
            start.ArgumentList.Add(word);
        using var process = Process.Start(start) ?? throw new ExecutorException("jq could not be started");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.StandardInput.WriteAsync(resource?.ToJsonString() ?? "null").ConfigureAwait(false);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return process.ExitCode == 0 ? (await output.ConfigureAwait(false)).Trim() : throw new ExecutorException((await errors.ConfigureAwait(false)).Trim());
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static JsonNode? Item(JsonArray list, int index)
    {
        index = index < 0 ? index + list.Count : index;
        return index >= 0 && index < list.Count ? list[index] : null;
    }

    private static JsonNode? Refused(JsonNode? node, string index) =>
        node is null ? null : throw new ExecutorException($"cannot index {(node is JsonArray ? "array" : node is JsonObject ? "object" : node.GetValueKind().ToString().ToLowerInvariant())} with {index}");

    // As Argo prints them: keys sorted.
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject([.. map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))]),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex("""^(\.|(\.?\[(-?\d+|"[^"\\]*")\]|\.([A-Za-z_]\w*|"[^"\\]*"))+)$""", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex("""\[(?<index>-?\d+)\]|\["(?<name>[^"\\]*)"\]|\."(?<name>[^"\\]*)"|\.(?<name>[A-Za-z_]\w*)""", RegexOptions.CultureInvariant)]
    private static partial Regex Step();
}
