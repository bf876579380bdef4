using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Argosy.Cli;
using Argosy.Workflows;

namespace Argosy.Conformance;

/// <summary><c>submit --watch</c> against its record: the objects are read back from the recorded pictures and shown again, picture by picture.</summary>
public sealed partial class SubmitWatch
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Draws_the_recorded_pictures_and_clears_the_screen_before_each()
    {
        Assert.SkipWhen(RecordFolder.Path is null, RecordFolder.MissingReason);
        var (outFile, errorFile) = (Path.Combine(RecordFolder.Path!, "cli", "submit-watch.out"), Path.Combine(RecordFolder.Path!, "cli", "submit-watch.err"));
        Assert.SkipUnless(File.Exists(outFile) && File.Exists(errorFile), "The folder of records has no cli/submit-watch.out.");
        var wanted = await File.ReadAllTextAsync(outFile, TestContext.Current.CancellationToken);
        var pictures = PictureStart().Split(wanted).Where(text => text.Length > 0).Select(text => new Picture(text)).ToList();

        var clock = new SteppedClock(pictures[0].At);
        var client = new InMemoryWorkflowClient(clock, pictures[0].Value("Namespace"));
        var (output, error) = (new CountedWriter(), new StringWriter());
        var context = new CliContext
        {
            ProgramName = "argo",
            Out = output,
            Error = error,
            In = new StringReader($$"""
                {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "metadata": {"name": "{{pictures[0].Value("Name")}}"},
                 "spec": {"entrypoint": "a", "templates": [{"name": "a", "container": {"image": "a", "command": ["a"]} } ] } }
                """),
            Clock = clock,
            Environment = _ => null,
            Clients = ClientSource.Only(client),
        };
        var running = new CliFrame(context).RunAsync(["submit", "-", "--watch"], TestContext.Current.CancellationToken);
        await output.DrawnAsync(2);
        for (var i = 2; i < pictures.Count; i++)
        {
            clock.Now = pictures[i].At;
            if (pictures[i].State == pictures[i - 1].State) clock.Tick();
            else client.Put(pictures[i].Object(client.Objects.Single()));
            await output.DrawnAsync(i + 1);
        }

        Assert.Equal(0, await running.WaitAsync(Patience, TestContext.Current.CancellationToken));
        var difference = RecordedCommand.FirstDifference(Sorted(wanted), Sorted(output.ToString()))
            ?? RecordedCommand.FirstDifference(await File.ReadAllTextAsync(errorFile, TestContext.Current.CancellationToken), error.ToString());
        ConformanceReport.Conclude("commands", "submit-watch", difference);
    }

    // The order of resources is that of a Go map.
    private static string Sorted(string text) =>
        ResourceLine().Replace(text, match => match.Groups[1].Value + string.Join(',', match.Groups[2].Value.Split(',').Order(StringComparer.Ordinal)));

    [GeneratedRegex("(?m)^(?=Name: )")]
    private static partial Regex PictureStart();

    [GeneratedRegex("(?m)^(ResourcesDuration: +)(.+)$")]
    private static partial Regex ResourceLine();

    [GeneratedRegex(@"\((now|[0-9]+) ?")]
    private static partial Regex Age();

    [GeneratedRegex(@" ([0-9]{2}:[0-9]{2}:[0-9]{2}) ")]
    private static partial Regex TimeOfDay();

    [GeneratedRegex(@"(?m)^ [├└]─(.) (\S+) +(\S+) +(\S+) +([0-9]+)s +(\S*)")]
    private static partial Regex Row();

    [GeneratedRegex(@"([0-9]+)s\*\([0-9A-Za-z]+ ([a-z]+)\)")]
    private static partial Regex Resource();

    [GeneratedRegex(@"(?m)^ ([A-Z]\w+) +(\w+)$")]
    private static partial Regex Condition();

    private sealed class Picture(string text)
    {
        private DateTimeOffset Created => Time("Created");

        /// <summary>The middle of the second in which it was drawn.</summary>
        public DateTimeOffset At => Created + TimeSpan.FromSeconds(Age().Match(Value("Created")).Groups[1].Value is var age && age == "now" ? 0.5 : double.Parse(age, CultureInfo.InvariantCulture) + 0.5);

        /// <summary>What does not change by waiting.</summary>
        public string State => string.Join('|', [Value("Status"), Value("Progress"), .. Row().Matches(text).Select(row => row.Groups[1].Value + row.Groups[2].Value + row.Groups[6].Value)]);

        public string Value(string label) => Regex.Match(text, $"(?m)^{label}: +(.*)$").Groups[1].Value;

        public JsonObject Object(JsonObject before)
        {
            var status = new JsonObject { ["phase"] = Value("Status"), ["progress"] = Value("Progress"), ["startedAt"] = JsonReading.Time(Time("Started")) };
            if (Value("Finished").Length > 0) status["finishedAt"] = JsonReading.Time(Time("Finished"));
            if (text.Contains("Conditions:", StringComparison.Ordinal))
                status["conditions"] = new JsonArray([.. Condition().Matches(text).Select(match => new JsonObject { ["type"] = match.Groups[1].Value, ["status"] = match.Groups[2].Value })]);
            if (Value("ResourcesDuration").Length > 0)
                status["resourcesDuration"] = new JsonObject(Resource().Matches(text).Select(match => KeyValuePair.Create(match.Groups[2].Value, (JsonNode?)int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))));
            var name = Value("Name");
            var nodes = new JsonObject { [name] = Node(name, name, "DAG", Value("Status"), "teardrop", Created, status["finishedAt"]) };
            foreach (var (row, index) in Row().Matches(text).Select((row, index) => (row, index)))
            {
                var phase = row.Groups[1].Value switch { "✔" => "Succeeded", "●" => "Running", _ => "Pending" };
                var took = TimeSpan.FromSeconds(int.Parse(row.Groups[5].Value, CultureInfo.InvariantCulture));
                var started = phase == "Succeeded" ? Created + TimeSpan.FromSeconds(index) : At - TimeSpan.FromSeconds(0.5) - took;
                var id = name + row.Groups[4].Value[row.Groups[4].Value.LastIndexOf('-')..];
                var node = Node(id, row.Groups[2].Value, "Pod", phase, row.Groups[3].Value, started, phase == "Succeeded" ? JsonReading.Time(started + took) : null);
                node["boundaryID"] = name;
                node["message"] = row.Groups[6].Value;
                nodes[id] = node;
            }

            status["nodes"] = nodes;
            before["status"] = status;
            return before;
        }

        private static JsonObject Node(string id, string display, string type, string phase, string template, DateTimeOffset started, JsonNode? finished) => new()
        {
            ["id"] = id,
            ["name"] = type == "DAG" ? display : $"{id[..id.LastIndexOf('-')]}.{display}",
            ["displayName"] = display,
            ["type"] = type,
            ["phase"] = phase,
            ["templateName"] = template,
            ["startedAt"] = JsonReading.Time(started),
            ["finishedAt"] = finished?.DeepClone(),
        };

        private DateTimeOffset Time(string label) => new(DateTime.Parse($"2026-11-25T{TimeOfDay().Match(Value(label)).Groups[1].Value}", CultureInfo.InvariantCulture), TimeSpan.Zero);
    }

    /// <summary>Counts the pictures that were written whole.</summary>
    private sealed class CountedWriter : StringWriter
    {
        private int _pictures;

        public override void Write(string? value)
        {
            lock (this) base.Write(value);
            if (value?.StartsWith("Name: ", StringComparison.Ordinal) == true) Interlocked.Increment(ref _pictures);
        }

        public async Task DrawnAsync(int count)
        {
            using var limit = new CancellationTokenSource(Patience);
            while (Volatile.Read(ref _pictures) < count) await Task.Delay(2, limit.Token);
        }
    }

    /// <summary>A clock that stands still; its timers fire when told to.</summary>
    private sealed class SteppedClock(DateTimeOffset now) : TimeProvider
    {
        private readonly List<Timer> _timers = [];

        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(this, () => callback(state));
            lock (_timers) _timers.Add(timer);
            return timer;
        }

        public void Tick()
        {
            List<Timer> timers;
            lock (_timers) timers = [.. _timers];
            foreach (var timer in timers) timer.Fire();
        }

        private sealed class Timer(SteppedClock clock, Action fire) : ITimer
        {
            public void Fire() => fire();

            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
                lock (clock._timers) clock._timers.Remove(this);
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
