using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argosy.Cli.Evaluation;
using Argosy.Manifests.Conditions;
using Argosy.Manifests.Cron;
using Argosy.Manifests.Expressions;
using Argosy.Manifests.Tags;

namespace Argosy.Cli.Commands;

/// <summary><c>eval</c>: what an expression, a text with tags, a condition or a schedule gives, with a mark at the fault.</summary>
internal sealed class EvalCommand : CliCommand
{
    private const int Times = 5;

    private readonly Argument<string?> _text = new("TEXT")
    {
        Description = "'{{=EXPRESSION}}', a bare expression, or a text with {{tags}}; with --jsonl a file, - or nothing for standard input",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _parameters = Flags.Texts("--parameter", "A variable as name=value; a name without a dot is an input parameter");
    private readonly Option<bool> _when = Flags.Flag("--when", "The text is a 'when' condition");
    private readonly Option<bool> _cron = Flags.Flag("--cron", "The text is a schedule: print its next times");
    private readonly Option<string?> _timezone = new("--timezone") { Description = "The time zone of the schedule" };
    private readonly Option<bool> _loose = Flags.Flag("--loose", "Leave what cannot be resolved as it is, as in the bodies of templates");
    private readonly Option<bool> _jsonl = Flags.Flag("--jsonl", "Answer lines of JSON (expr, template, when, schedule) with lines of JSON");

    public override Command Build(CliFrame frame)
    {
        _parameters.Aliases.Add("-p");
        return Runs(
            frame, new Command("eval", "Evaluate an expression, a text with tags, a condition or a schedule") { _text, _parameters, _when, _cron, _timezone, _loose, _jsonl },
            EvalAsync);
    }

    private async Task<int> EvalAsync(CliRun run)
    {
        if (run.Value(_jsonl)) return await LinesAsync(run).ConfigureAwait(false);
        var text = run.Value(_text) ?? throw new CliUsageException("requires at least 1 arg(s), only received 0");
        try
        {
            foreach (var line in Answer(run, text)) await run.Out.WriteLineAsync(line).ConfigureAwait(false);
            return 0;
        }
        catch (ExpressionException error)
        {
            await run.Error.WriteLineAsync($"Error: {error.Message}").ConfigureAwait(false);
        }
        catch (Exception error) when (error is TagException or WhenException or CronException)
        {
            await run.Error.WriteLineAsync($"Error: {error.Message}").ConfigureAwait(false);
        }

        return 1;
    }

    private IEnumerable<string> Answer(CliRun run, string text)
    {
        var scope = Scope(run.Value(_parameters)!);
        if (run.Value(_cron)) return Schedule(run, text);
        if (run.Value(_when)) return [WhenCondition.Evaluate(TagSubstitution.Replace(text, scope, allowUnresolved: false)) ? "true" : "false"];
        if (text.Contains("{{", StringComparison.Ordinal)) return [TagSubstitution.Replace(text, scope, run.Value(_loose))];
        var value = ExpressionEvaluator.Inspect(text, scope.ToDictionary(p => p.Key, p => (object?)p.Value, StringComparer.Ordinal));
        return [value.Type == "string" || value.Json is null ? value.Printed : value.Json];
    }

    private IEnumerable<string> Schedule(CliRun run, string text)
    {
        var schedule = CronSchedule.Parse(text, run.Value(_timezone));
        var times = new List<string>();
        for (var at = run.Context.Clock.GetUtcNow(); times.Count < Times && schedule.Next(at) is { } next; at = next)
        {
            times.Add(next.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        }

        return times.Count == 0 ? ["never"] : times;
    }

    private static Dictionary<string, string> Scope(string[] parameters)
    {
        var scope = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in parameters)
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new CliException($"'{parameter}' is no name=value");
            var name = parameter[..equals];
            scope[name.Contains('.', StringComparison.Ordinal) || name is "item" or "retries" ? name : "inputs.parameters." + name] = parameter[(equals + 1)..];
        }

        return scope;
    }

    private async Task<int> LinesAsync(CliRun run)
    {
        var name = run.Value(_text);
        if (name is null or "-")
        {
            await AnswerLinesAsync(run.Context.In, run).ConfigureAwait(false);
            return 0;
        }

        try
        {
            using var file = new StreamReader(run.Context.PathOf(name));
            await AnswerLinesAsync(file, run).ConfigureAwait(false);
            return 0;
        }
        catch (IOException error)
        {
            throw new CliException(error.Message);
        }
    }

    private static async Task AnswerLinesAsync(TextReader lines, CliRun run)
    {
        while (await lines.ReadLineAsync(run.Cancelled).ConfigureAwait(false) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            JsonObject answer;
            try
            {
                using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 1024 });
                answer = EvaluationRecord.Answer(document.RootElement);
            }
            catch (JsonException error)
            {
                answer = new JsonObject { ["error"] = $"the line is no JSON: {error.Message}" };
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // A line that we fail on must not cost the answers to the others.
                answer = new JsonObject { ["error"] = $"no answer, which is a defect of ours: {error.GetType().Name}: {error.Message}" };
            }

            await run.Out.WriteLineAsync(answer.ToJsonString(Plain)).ConfigureAwait(false);
        }
    }

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 4096 };
}
