using System.Text.RegularExpressions;

namespace Argosy.Runtime.Tests.Lint.Mutants;

/// <summary>Spoils a document in ways that it knows to be wrong, and changes it in ways that it knows to be harmless.</summary>
internal sealed class Mutator(string name, string text)
{
    private static readonly Regex s_key = new(@"^(?<indent>[ -]*)(?<key>[A-Za-z]+):(?<value> .*)?$");
    private static readonly Regex s_tag = new(@"\{\{(=?)(.*?)\}\}");

    // Maps whose keys are the author's.
    private static readonly string[] s_free = ["labels", "limits", "hooks", "withItems", "manifest", "source", "emptyDir"];

    private static readonly Dictionary<string, string[]> s_bad = new()
    {
        ["template"] = ["nowhere"],
        ["entrypoint"] = ["nowhere"],
        ["onExit"] = ["nowhere"],
        ["depends"] = ["nowhere.Succeeded", "clone &&", "clone.Succeded", "(clone"],
        ["when"] = ["\"a = b\"", "\"a == \"", "\"1 + 1\"", "\"{{workflow.parameters.none}} == a\"", "\"{{x\""],
        ["withParam"] = ["\"a, b\"", "\"{{steps.none.outputs.result}}\"", "\"{}\""],
        ["from"] = ["\"{{steps.none.outputs.artifacts.a}}\"", "\"{{inputs.artifacts.none}}\""],
        ["duration"] = ["10q", "soon", "1 h"],
        ["maxDuration"] = ["5 m", "m5"],
        ["maxAge"] = ["1d", "x"],
        ["timeout"] = ["10q", "30", "soon", "1s"],
        ["deleteDelayDuration"] = ["soon", "1y"],
        ["limit"] = ["many", "\"1.5\""],
        ["factor"] = ["twice"],
        ["retryPolicy"] = ["OnErr", "always", "Never"],
        ["strategy"] = ["OnPod", "never"],
        ["concurrencyPolicy"] = ["Never", "forbid"],
        ["timezone"] = ["Europe/Berln", "Mars"],
        ["startingDeadlineSeconds"] = ["-1", "soon"],
        ["successfulJobsHistoryLimit"] = ["many"],
        ["activeDeadlineSeconds"] = ["soon", "\"5m\"", "-5"],
        ["parallelism"] = ["many", "0"],
        ["secondsAfterCompletion"] = ["soon", "1.5"],
        ["memory"] = ["64Mb", "lots", "64 Mi"],
        ["cpu"] = ["half", "1x"],
        ["action"] = ["make", "Create"],
        ["setOwnerReference"] = ["maybe", "1"],
        ["failed"] = ["sure"],
        ["failFast"] = ["maybe"],
        ["suspend"] = ["maybe"],
        ["expression"] = ["cronworkflow.none > 1", "1 +", "tasks.none.outputs.result"],
        ["url"] = ["example.com", "\"\""],
        ["successCondition"] = ["a && b || c"],
        ["timeoutSeconds"] = ["soon"],
        ["mountPath"] = ["[a]"],
        ["start"] = ["first"],
        ["end"] = ["many", "1.5"],
        ["format"] = ["\"%s\"", "\"x\"", "\"%d-%d\""],
        ["key"] = ["\"a.b\"", "\"-\""],
        ["image"] = ["", "[a]"],
        ["workingDir"] = ["{}"],
        ["method"] = ["[GET]"],
    };

    private readonly string[] _lines = text.Replace("\r", "", StringComparison.Ordinal).Split('\n');

    public IEnumerable<Mutant> All() => [.. RenamedKeys(), .. WrongTypes(), .. BadValues(), .. SpoiledTags(), .. BadNames(), .. RepeatedItems(), .. LostTemplates(), .. Cycles(), .. MovedSteps(), .. Harmless()];

    private IEnumerable<Mutant> RenamedKeys() => Keys().Where(k => !IsFree(k.Line) && k.Line > 5)
        .SelectMany(k => new[] { k.Key + "x", char.ToUpperInvariant(k.Key[0]) + k.Key[1..] }.Select(other => Line(k.Line, $"{k.Indent}{other}:{k.Value}", $"key {k.Key} renamed {other}")));

    // A word where a map or list was: the lines below go.
    private IEnumerable<Mutant> WrongTypes()
    {
        foreach (var key in Keys().Where(k => k.Value.Trim().Length == 0 && !IsFree(k.Line)))
        {
            var end = EndOf(key.Line, key.Indent.Length);
            var lines = _lines.ToList();
            lines.RemoveRange(key.Line + 1, end - key.Line - 1);
            lines[key.Line] = $"{key.Indent}{key.Key}: word";
            yield return Make($"{key.Key} is a word", lines, key.Line, key.Line);
        }
    }

    private IEnumerable<Mutant> BadValues()
    {
        foreach (var key in Keys().Where(k => k.Value.Trim().Length > 0 && !IsFree(k.Line, "limits")))
            if (s_bad.TryGetValue(key.Key, out var values))
                foreach (var value in values)
                    if (key.Value.Trim() != value) yield return Line(key.Line, $"{key.Indent}{key.Key}: {value}", $"{key.Key}: {value}");
    }

    private IEnumerable<Mutant> SpoiledTags()
    {
        for (var i = 0; i < _lines.Length; i++)
            foreach (Match tag in s_tag.Matches(_lines[i]))
            {
                string before = _lines[i][..tag.Index], after = _lines[i][(tag.Index + tag.Length)..], inner = tag.Groups[2].Value;
                if (tag.Groups[1].Length == 0)
                {
                    if (inner.Contains('.', StringComparison.Ordinal))
                    {
                        // A WorkflowTemplate may be run with parameters of whoever refers to it.
                        yield return Line(i, $"{before}{{{{{inner}zz}}}}{after}", $"tag {inner}zz", !(name == "template" && inner.StartsWith("workflow.parameters.", StringComparison.Ordinal)));
                        yield return Line(i, $"{before}{{{{{inner.Replace(".", ".zz.", StringComparison.Ordinal)}}}}}{after}", $"tag {inner} longer");
                        yield return Line(i, $"{before}{{{{{inner[..1]}{inner}}}}}{after}", $"tag {inner[..1]}{inner}");
                    }

                    yield return Line(i, $"{before}{{{{inputs.parameters.none}}}}{after}", $"tag {inner} is an input that is not there");
                    yield return Line(i, $"{before}{{{{workflow.parameters.none}}}}{after}", $"tag {inner} is a parameter that is not there", name != "template");
                    yield return Line(i, $"{before}{{{{steps.none.outputs.result}}}}{after}", $"tag {inner} is a step that is not there");
                    yield return Line(i, $"{before}{{{{=1 +}}}}{after}", $"tag {inner} is half an expression");
                    yield return Line(i, $"{before}{{{{=none({inner.Split('.')[0]})}}}}{after}", $"tag {inner} calls what is not there");
                }
                else
                {
                    yield return Line(i, $"{before}{{{{={inner} +}}}}{after}", $"expression {inner} +");
                    yield return Line(i, $"{before}{{{{=({inner}}}}}{after}", $"expression ({inner}");
                    yield return Line(i, $"{before}{{{{=none({inner})}}}}{after}", $"expression none({inner})");
                }
            }
    }

    private IEnumerable<Mutant> BadNames()
    {
        foreach (var key in Keys().Where(k => k.Key == "name" && k.Indent.Contains('-', StringComparison.Ordinal) && !IsFree(k.Line)))
        {
            // Names of volumes, containers and environment variables have rules of their own.
            var owner = OwnerOf(key.Line);
            if (owner is "templates" or "tasks" or "steps" or "parameters" or "artifacts")
                foreach (var bad in new[] { "a b", "\"\"", "ä", "a/b" }) yield return Line(key.Line, $"{key.Indent}name: {bad}", $"{owner} name {bad}");
            else if (owner is "volumeMounts") yield return Line(key.Line, $"{key.Indent}name: nowhere", "mount of a volume that is not there");
        }
    }

    // The same item a second time.
    private IEnumerable<Mutant> RepeatedItems()
    {
        foreach (var key in Keys().Where(k => k.Key == "name" && k.Indent.TrimEnd().EndsWith('-') && !IsFree(k.Line)))
        {
            if (OwnerOf(key.Line) is not ("templates" or "tasks" or "parameters" or "artifacts" or "containers" or "env" or "volumeMounts")) continue;
            var end = EndOf(key.Line, key.Indent.IndexOf('-', StringComparison.Ordinal));
            var lines = _lines.ToList();
            lines.InsertRange(end, _lines[key.Line..end]);
            yield return Make($"{key.Value.Trim()} twice", lines, key.Line, end + end - key.Line);
        }
    }

    // A template goes: whoever calls it is at fault.
    private IEnumerable<Mutant> LostTemplates()
    {
        foreach (var key in Keys().Where(k => k.Key == "name" && OwnerOf(k.Line) == "templates"))
        {
            var end = EndOf(key.Line, key.Indent.IndexOf('-', StringComparison.Ordinal));
            var lines = _lines.ToList();
            lines.RemoveRange(key.Line, end - key.Line);
            foreach (var caller in lines.Select((l, i) => (Line: l, Index: i)).Where(l => Regex.IsMatch(l.Line, $@"^\s*(template|entrypoint|onExit): {key.Value.Trim()}$")))
                yield return Make($"template {key.Value.Trim()} dropped", lines, caller.Index, caller.Index);
        }
    }

    // A task waits for one that waits for it.
    private IEnumerable<Mutant> Cycles()
    {
        foreach (var (task, other) in name == "dag" ? new[] { ("clone", "compile"), ("clone", "ship"), ("clone", "targets"), ("clone", "clone"), ("clone", "warn") } : name == "template" ? [("one", "two"), ("one", "three"), ("one", "one")] : [])
        {
            var at = Array.FindIndex(_lines, l => l.Trim() == "- name: " + task && OwnerOf(Array.IndexOf(_lines, l)) == "tasks");
            var lines = _lines.ToList();
            lines.Insert(at + 1, $"        {(name == "dag" ? $"depends: {other}" : $"dependencies: [{other}]")}");
            yield return Make($"{task} waits for {other}", lines, at, lines.Count - 1);
        }
    }

    // A step moves before the one that it reads.
    private IEnumerable<Mutant> MovedSteps()
    {
        if (name is "steps" or "cron")
        {
            var groups = Keys().Where(k => k.Indent.Contains("- -", StringComparison.Ordinal)).Select(k => (k.Line, End: EndOf(k.Line, k.Indent.IndexOf('-', StringComparison.Ordinal)))).ToList();
            for (var i = 1; i < groups.Count; i++)
            {
                var moved = _lines[groups[i].Line..groups[i].End];
                if (!moved.Any(l => l.Contains("{{steps.", StringComparison.Ordinal) || l.Contains("(steps.", StringComparison.Ordinal))) continue;
                var lines = _lines.ToList();
                lines.RemoveRange(groups[i].Line, moved.Length);
                lines.InsertRange(groups[0].Line, moved);
                yield return Make($"group {i} first", lines, groups[0].Line, groups[0].Line + moved.Length);

                // Or into the group of what it reads.
                lines = [.. _lines];
                lines[groups[i].Line] = lines[groups[i].Line].Replace("- -", "  -", StringComparison.Ordinal);
                if (i == 1) yield return Make($"group {i} joins the one before", lines, groups[i].Line, groups[i].End);
            }
        }
    }

    private IEnumerable<Mutant> Harmless()
    {
        for (var i = 0; i < _lines.Length; i++)
        {
            yield return Good(Insert(i, "# a comment"), $"comment before line {i + 1}", !InBlock(i));
            yield return Good(Insert(i, ""), $"blank line before line {i + 1}", !InBlock(i));
        }

        foreach (var key in Keys())
        {
            var value = key.Value.Trim();
            if (InBlock(key.Line)) continue;
            if (key.Key is "image") yield return Good(Replaced(key.Line, $"{key.Indent}image: registry.example.com/{value}"), "another image");
            if (Regex.IsMatch(value, "^[a-z]+$") && value is not ("true" or "false")) yield return Good(Replaced(key.Line, $"{key.Indent}{key.Key}: \"{value}\""), $"{key.Key} in quotes");
            if (value.StartsWith('"') && !value.Contains('\'', StringComparison.Ordinal)) yield return Good(Replaced(key.Line, $"{key.Indent}{key.Key}: '{value[1..^1]}'"), $"{key.Key} in other quotes");
            if (value.Length > 0 && value != "|") yield return Good(Replaced(key.Line, $"{key.Indent}{key.Key}:   {value}   # why"), $"{key.Key} with a remark");
            if (key.Key is "duration" or "maxDuration" or "timeout" or "maxAge") yield return Good(Replaced(key.Line, $"{key.Indent}{key.Key}: 1h30m"), $"{key.Key} another duration");
            if (key.Key is "memory") yield return Good(Replaced(key.Line, $"{key.Indent}{key.Key}: 1Gi"), "another quantity");
        }

        // Templates and parameters with other names everywhere.
        foreach (var word in Keys().Where(k => k.Key == "name" && OwnerOf(k.Line) is "templates" or "tasks" or "steps" or "parameters" or "artifacts").Select(k => k.Value.Trim()).Distinct())
            yield return Good([.. _lines.Select(l => Regex.Replace(l, $@"(?<![\w/-]){word}(?![\w:/-])", word + "z"))], $"{word} renamed everywhere", name == "template" || word is not ("lines" or "source" or "version"));
    }

    private IEnumerable<(int Line, string Indent, string Key, string Value)> Keys()
    {
        for (var i = 0; i < _lines.Length; i++)
            if (!InBlock(i) && s_key.Match(_lines[i]) is { Success: true } match) yield return (i, match.Groups["indent"].Value, match.Groups["key"].Value, match.Groups["value"].Value);
    }

    private static int Indent(string line) => line.Length - line.TrimStart(' ').Length;

    // The line after the value that begins here.
    private int EndOf(int line, int indent)
    {
        var end = line + 1;
        while (end < _lines.Length && (Indent(_lines[end]) > indent || (Indent(_lines[end]) == indent && _lines[end].TrimStart().StartsWith("- ", StringComparison.Ordinal) && !_lines[line].TrimStart().StartsWith("- ", StringComparison.Ordinal)))) end++;
        return end;
    }

    // The key of the list or map that a line stands in.
    private string OwnerOf(int line)
    {
        var indent = Indent(_lines[line]);
        for (var i = line - 1; i >= 0; i--)
            if (Indent(_lines[i]) <= indent && s_key.Match(_lines[i]) is { Success: true } match && match.Groups["value"].Value.Trim().Length == 0
                && !_lines[i].TrimStart().StartsWith('-') && (Indent(_lines[i]) < indent || _lines[line].TrimStart().StartsWith('-'))) return match.Groups["key"].Value;
        return "";
    }

    private bool IsFree(int line, string except = "")
    {
        var indent = Indent(_lines[line]);
        for (var i = line - 1; i >= 0 && indent > 0; i--)
        {
            if (Indent(_lines[i]) > indent || (Indent(_lines[i]) == indent && !(_lines[line].TrimStart().StartsWith('-') && !_lines[i].TrimStart().StartsWith('-')))) continue;
            if (s_key.Match(_lines[i]) is { Success: true } match && match.Groups["key"].Value is var key && key != except && s_free.Contains(key) && match.Groups["indent"].Length < indent + 1)
            {
                // Only the keys of the map itself are the author's, and all of what items hold.
                if (key is not "hooks" || Indent(_lines[line]) == Indent(_lines[i]) + 2) return true;
            }

            indent = Indent(_lines[i]);
        }

        return false;
    }

    private bool InBlock(int line)
    {
        for (var i = line; i >= 0; i--)
            if (_lines[i].TrimEnd().EndsWith(": |", StringComparison.Ordinal)) return i < line && (_lines[line].Length == 0 || Indent(_lines[line]) > Indent(_lines[i])) && Enumerable.Range(i + 1, line - i).All(j => Indent(_lines[j]) > Indent(_lines[i]));
        return false;
    }

    private Mutant Line(int line, string with, string what, bool isWrong = true) => new($"{name}, line {line + 1}: {what}", string.Join('\n', Replaced(line, with)) + "\n", isWrong ? line + 1 : 0, isWrong ? line + 1 : 0);

    private Mutant Make(string what, IEnumerable<string> lines, int from, int to) => new($"{name}, line {from + 1}: {what}", string.Join('\n', lines) + "\n", from + 1, to + 1);

    private Mutant Good(IEnumerable<string> lines, string what, bool isKnown = true) => new($"{name}: {what}", isKnown ? string.Join('\n', lines) + "\n" : text + "\n", 0, 0);

    private string[] Replaced(int line, string with)
    {
        var lines = (string[])_lines.Clone();
        lines[line] = with;
        return lines;
    }

    private List<string> Insert(int line, string with)
    {
        var lines = _lines.ToList();
        lines.Insert(line, with);
        return lines;
    }
}
