using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Argosy.Manifests.Rules;

namespace Argosy.Lint;

/// <summary>Writes what was found, in one of the forms of the command.</summary>
internal abstract class LintPrinter
{
    public abstract void Print(LintResult result, TextWriter output);

    /// <summary>The printer of a form.</summary>
    public static LintPrinter Of(string form, bool colors) => form switch
    {
        "json" => new JsonLinesPrinter(),
        "sarif" => new SarifPrinter(),
        "simple" => new SimplePrinter(),
        _ => new PrettyPrinter(colors),
    };

    protected static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>For people: each finding with its line and a mark under the fault.</summary>
internal sealed class PrettyPrinter(bool colors) : LintPrinter
{
    private readonly Dictionary<string, string[]> _lines = new(StringComparer.Ordinal);

    public override void Print(LintResult result, TextWriter output)
    {
        foreach (var document in result.Documents)
            foreach (var finding in document.Findings) Print(document, finding, result, output);
        int errors = result.Errors, warnings = result.Warnings;
        if (result.Checked == 0 && errors == 0) output.WriteLine(Paint("✖ found nothing to lint in the specified paths", 31));
        else if (errors == 0 && warnings == 0) output.WriteLine(Paint("✔ no linting errors found!", 32));
        else
        {
            var count = $"{Count(errors, "error")}, {Count(warnings, "warning")} in {Count(result.Documents.Count(d => d.Findings.Count > 0), "document")}";
            output.WriteLine(errors > 0 ? Paint("✖ " + count, 31) : Paint("⚠ " + count, 33));
        }
    }

    private void Print(LintDocument document, Finding finding, LintResult result, TextWriter output)
    {
        var isError = finding.Severity == FindingSeverity.Error;
        var file = finding.Place.File ?? document.File;
        var at = finding.Place.IsKnown ? $"{file}:{finding.Place.Line}:{finding.Place.Column}" : file;
        output.WriteLine($"{Paint(at, 1)}: {Paint(isError ? "error" : "warning", isError ? 31 : 33)} {finding.RuleId}: {finding.Message}");
        if (!finding.Place.IsKnown || Lines(file, result) is not { } lines || finding.Place.Line > lines.Length) return;

        var line = lines[finding.Place.Line - 1].TrimEnd('\r');
        var number = finding.Place.Line.ToString(CultureInfo.InvariantCulture);
        var margin = new string(' ', number.Length);
        // A long line is cut around the fault.
        var column = Math.Min(finding.Place.Column - 1, line.Length);
        var start = Math.Max(0, column - 80);
        var shown = line.Substring(start, Math.Min(160, line.Length - start));
        var length = finding.Place.EndLine == finding.Place.Line ? finding.Place.EndColumn - finding.Place.Column : line.TrimEnd().Length - column;
        length = Math.Clamp(length, 1, Math.Max(1, shown.Length - (column - start)));
        // Tabs stay tabs, so that the mark is under the fault.
        var indent = string.Concat(shown.Take(column - start).Select(c => c == '\t' ? '\t' : ' '));
        output.WriteLine($"  {Paint(number + " |", 2)} {Safe(shown)}");
        output.WriteLine($"  {Paint(margin + " |", 2)} {indent}{Paint(new string('^', length), isError ? 31 : 33)}");
        output.WriteLine();
    }

    private string[]? Lines(string file, LintResult result)
    {
        if (_lines.TryGetValue(file, out var lines)) return lines;
        if (!result.Texts.TryGetValue(file, out var text)) return null;
        return _lines[file] = text.Split('\n');
    }

    // What a terminal would act on is not printed.
    private static string Safe(string text) => string.Concat(text.Select(c => char.IsControl(c) && c != '\t' ? '\uFFFD' : c));

    private static string Count(int number, string what) => $"{number.ToString(CultureInfo.InvariantCulture)} {what}{(number == 1 ? "" : "s")}";

    private string Paint(string text, int code) => colors ? $"\u001b[{code}m{text}\u001b[0m" : text;
}

/// <summary>As Argo's simple form, with all errors.</summary>
internal sealed class SimplePrinter : LintPrinter
{
    public override void Print(LintResult result, TextWriter output)
    {
        foreach (var document in result.Documents)
            foreach (var finding in document.Errors)
                output.WriteLine(document.Kind is null ? $"{document.File}: {finding.Message}" : $"{document.File}: in \"{document.Name ?? $"object #{document.Index + 1}"}\" ({document.Kind}): {finding.Message}");
        if (result.Checked == 0 && result.Errors == 0) output.WriteLine("found nothing to lint in the specified paths, failing...");
        else if (result.Errors == 0) output.WriteLine("no linting errors found!");
    }
}

/// <summary>JSON Lines: one object a document.</summary>
internal sealed class JsonLinesPrinter : LintPrinter
{
    public override void Print(LintResult result, TextWriter output)
    {
        foreach (var document in result.Documents)
        {
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer, Compact))
            {
                json.WriteStartObject();
                json.WriteString("file", document.File);
                json.WriteNumber("index", document.Index);
                json.WriteString("kind", document.Kind);
                json.WriteString("name", document.Name);
                json.WriteBoolean("valid", !document.Errors.Any());
                Findings(json, "errors", document.Errors);
                Findings(json, "warnings", document.Warnings);
                json.WriteEndObject();
            }

            output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
        }
    }

    private static void Findings(Utf8JsonWriter json, string name, IEnumerable<Finding> findings)
    {
        json.WriteStartArray(name);
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("id", finding.RuleId);
            json.WriteString("message", finding.Message);
            json.WriteString("path", finding.Path);
            json.WriteNumber("line", finding.Place.Line);
            json.WriteNumber("column", finding.Place.Column);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

/// <summary>SARIF 2.1.0, for code scanning.</summary>
internal sealed class SarifPrinter : LintPrinter
{
    public override void Print(LintResult result, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Compact with { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            var used = result.Documents.SelectMany(d => d.Findings).Select(f => f.RuleId).ToHashSet();
            json.WriteStartObject("tool");
            json.WriteStartObject("driver");
            json.WriteString("name", "argosy");
            json.WriteStartArray("rules");
            foreach (var rule in RuleCatalog.All.Where(r => used.Contains(r.Id)))
            {
                json.WriteStartObject();
                json.WriteString("id", rule.Id);
                json.WriteStartObject("shortDescription");
                json.WriteString("text", rule.Title);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("results");
            foreach (var document in result.Documents)
                foreach (var finding in document.Findings) Result(json, document, finding);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void Result(Utf8JsonWriter json, LintDocument document, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.RuleId);
        json.WriteString("level", finding.Severity == FindingSeverity.Error ? "error" : "warning");
        json.WriteStartObject("message");
        json.WriteString("text", finding.Message);
        json.WriteEndObject();
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", (finding.Place.File ?? document.File).Replace('\\', '/'));
        json.WriteEndObject();
        if (finding.Place.IsKnown)
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", finding.Place.Line);
            json.WriteNumber("startColumn", finding.Place.Column);
            json.WriteNumber("endLine", Math.Max(finding.Place.Line, finding.Place.EndLine));
            json.WriteNumber("endColumn", Math.Max(1, finding.Place.EndColumn));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
