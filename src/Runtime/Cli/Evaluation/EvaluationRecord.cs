using System.Text.Json;
using System.Text.Json.Nodes;
using Argosy.Manifests.Conditions;
using Argosy.Manifests.Cron;
using Argosy.Manifests.Expressions;
using Argosy.Manifests.Tags;

namespace Argosy.Cli.Evaluation;

/// <summary>Answers one line of JSON (an expression, a template, a condition or a schedule) with one line of the same shape.</summary>
internal static class EvaluationRecord
{
    private const int MaxTimes = 100_000;

    /// <summary>The answer to a record; a record of no known shape gets an error.</summary>
    public static JsonObject Answer(JsonElement record)
    {
        var answer = new JsonObject();
        if (record.ValueKind == JsonValueKind.Object && record.TryGetProperty("id", out var id))
        {
            answer["id"] = JsonNode.Parse(id.GetRawText());
        }

        if (Text(record, "expr") is { } expression)
        {
            var environment = Environment(record);
            var tag = "{{=" + expression + "}}";
            answer["strict"] = Replace(tag, environment, allowUnresolved: false);
            answer["loose"] = Replace(tag, environment, allowUnresolved: true);
            answer["eval"] = Inspect(expression, environment);
        }
        else if (Text(record, "template") is { } template)
        {
            var environment = Environment(record);
            answer["strict"] = Replace(template, environment, allowUnresolved: false);
            answer["loose"] = Replace(template, environment, allowUnresolved: true);
        }
        else if (Text(record, "when") is { } when)
        {
            answer["result"] = When(when);
        }
        else if (Text(record, "schedule") is { } schedule)
        {
            answer["result"] = Times(record, schedule);
        }
        else
        {
            answer["error"] = "a line is an object with expr, template, when or schedule";
        }

        return answer;
    }

    private static JsonObject Replace(string template, Dictionary<string, object?> environment, bool allowUnresolved)
    {
        try
        {
            var json = TagSubstitution.Quote(template);
            var replaced = TagSubstitution.ReplaceJson(json, environment, allowUnresolved);
            return new JsonObject { ["value"] = JsonNode.Parse(replaced) };
        }
        catch (Exception error) when (error is TagException or JsonException)
        {
            return new JsonObject { ["error"] = error.Message };
        }
    }


    private static JsonObject Inspect(string expression, Dictionary<string, object?> environment)
    {
        try
        {
            var value = ExpressionEvaluator.Inspect(expression, environment);
            var answer = new JsonObject { ["go"] = value.Printed };
            if (value.JsonError is null)
            {
                answer["json"] = value.Json;
            }
            else
            {
                answer["jsonError"] = value.JsonError;
            }

            answer["type"] = value.Type;
            return answer;
        }
        catch (ExpressionException error)
        {
            return new JsonObject { ["error"] = error.Message, ["stage"] = error.Stage == ExpressionStage.Run ? "run" : "compile" };
        }
    }

    private static JsonObject When(string text)
    {
        try
        {
            return new JsonObject { ["value"] = WhenCondition.Evaluate(text) };
        }
        catch (WhenException error)
        {
            return new JsonObject { ["error"] = error.Message };
        }
    }

    private static JsonObject Times(JsonElement record, string text)
    {
        try
        {
            var schedule = CronSchedule.Parse(text, Text(record, "timezone"));
            var from = Text(record, "from") is { } given && DateTimeOffset.TryParse(given, System.Globalization.CultureInfo.InvariantCulture, out var parsed)
                ? parsed
                : DateTimeOffset.UtcNow;
            var count = record.TryGetProperty("n", out var n) && n.TryGetInt32(out var wanted) ? Math.Min(wanted, MaxTimes) : 5;
            var times = new JsonArray();
            while (times.Count < count && schedule.Next(from) is { } next)
            {
                from = next;
                times.Add(next.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
            }

            return new JsonObject { ["value"] = times };
        }
        catch (CronException error)
        {
            return new JsonObject { ["error"] = error.Message };
        }
    }

    private static string? Text(JsonElement record, string name) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static Dictionary<string, object?> Environment(JsonElement record)
    {
        var environment = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (record.TryGetProperty("env", out var env) && env.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in env.EnumerateObject())
            {
                environment[property.Name] = Value(property.Value);
            }
        }

        return environment;
    }

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var number) ? number : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(p => p.Name, p => Value(p.Value), StringComparer.Ordinal),
        _ => null,
    };
}
