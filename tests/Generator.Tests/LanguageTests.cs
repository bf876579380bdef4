using Argosy.Tests;

namespace Argosy.Generator.Tests;

/// <summary>Each construct of the language with the manifest that it makes.</summary>
public class LanguageTests
{
    private const string Templates = """
            [Script("python:alpine", Command = ["python"], Source = "print('heads')")]
            private static partial Step<string> Flip();

            [Container("alpine", Command = ["echo"], Args = ["{{message}}"])]
            private static partial Step<string> Say(string message);

            [Container("alpine", Command = ["gen"])]
            private static partial Step<int[]> Numbers();

            [Container("alpine", Command = ["count"])]
            private static partial Step<int> Count(int start = 0);

            [Container("alpine", Command = ["sum"])]
            private static partial Step<string> Sum(string[] values);

            [Container("alpine", Command = ["make"])]
            [return: Artifact("file", Path = "/out")]
            private static partial Step<Artifact> Make(string name);

            [Container("alpine", Command = ["use"])]
            private static partial Step Use([Artifact(Path = "/in")] Artifact input);

            [Container("alpine", Command = ["clean"])]
            private static partial Step Clean();

        """;

    [Fact]
    public void Branches_are_when() => Dag("""
        var flip = Flip();
        if (flip == "heads") Say("it was heads");
        else if (flip == "tails") Say("it was tails");
        else { var other = Say($"it was {flip}"); Say(other); }
        var n = Count();
        if (n > 3 && n != 7) Say("many");
        if (Workflow.Status == Status.Failed) Say("failed");
        switch (flip)
        {
            case "heads": Say("h"); break;
            case "tails" : Say("t"); break;
            default: Say("d"); break;
        }
        """);

    [Fact]
    public void Loops_over_constants_lists_and_ranges() => Dag("""
        foreach (var x in new[] { "a", "b" }) Say(x);
        foreach (var p in new[] { (image: "debian", tag: 9), (image: "alpine", tag: 3) }) Say($"{p.image}:{p.tag}");
        var numbers = Numbers();
        foreach (var n in numbers) Count(n);
        foreach (var i in Range(5)) Count(i);
        foreach (var i in Range(1, Count())) Count(i);
        foreach (var host in Range(3, "host-%02d")) Say(host);
        """);

    [Fact]
    public void A_loop_body_of_several_calls_is_a_template_of_its_own() => Dag("""
        var flip = Flip();
        var file = Make("shared");
        foreach (var x in new[] { "a", "b" })
        {
            var said = Say($"{x} {flip}");
            if (said == "stop") Use(file);
            foreach (var y in new[] { 1, 2 }) Say($"{x}{y}");
        }
        """);

    [Fact]
    public void Fan_out_and_fan_in() => Dag("""
        var numbers = Numbers();
        var all = numbers.Select(n => Say($"number {n}")).Collect();
        Sum(all);
        Sum(new[] { "a", "b" }.Select(x => Say(x)).Collect());
        Sum(["x", "y"]);
        """);

    [Fact]
    public void Dependencies_and_policies_of_a_step() => Dag("""
        var a = Flip();
        var b = Say("b").After(a.Failed);
        var c = Say("c").After(a.Succeeded | b.Failed, b.Skipped).Named("last-one");
        var d = Say("d").After(a, c);
        var e = Say("e").After(d).ContinueOn(failed: true).OnExit(() => Clean());
        Say("f").Named("f").After(e).Hook("running", "tasks.f.status == \"Running\"", () => Say("hook"));
        if (a.Status == Status.Failed) Clean();
        Say($"{a.ExitCode} {a.Id}");
        """);

    [Fact]
    public void Operators_become_expressions() => Dag("""
        var n = Count();
        var twice = Count(n * 2 + 1);
        Say($"half of {twice} is {twice / 2}");
        Say(Flip().Value.ToUpper());
        var flip = Flip();
        if (flip.Value.StartsWith("h") || !(n < 3)) Say(flip == "heads" ? "yes" : "no");
        Say(OrDefault(flip, "none"));
        Say(Raw("{{workflow.uid}}"));
        Count(Expression<int>("len(workflow.name)"));
        """);

    [Fact]
    public void Nested_graphs_have_inputs_and_outputs() => Snapshot.Matches(Compiled.From($$"""
        [Workflow]
        public static partial class Nested
        {
        {{Templates}}
            [Outputs]
            public sealed record Both(string Text, Artifact File);

            [Dag]
            private static Step<Both> Inner(string text, Artifact source)
            {
                Use(source);
                var said = Say(text);
                var made = Make(said);
                return new Both(said, made);
            }

            [Dag]
            private static Step<string> Recursive(int depth)
            {
                var flip = Flip();
                if (flip != "heads") Recursive(depth + 1);
                return depth > 3 ? "deep" : flip;
            }

            [Dag, Entrypoint]
            private static void Run(string text = "hi", int times = 3)
            {
                var inner = Inner(text, Make("x"));
                Use(inner.Value.File);
                Say(inner.Value.Text);
                Both second = Inner("again", inner.Value.File);
                Say(second.Text);
                Say(Recursive(times));
            }
        }
        """).Accepted(), "yaml");

    [Fact]
    public void Steps_run_in_order_and_groups_in_parallel() => Snapshot.Matches(Compiled.From($$"""
        [Workflow]
        public static partial class InOrder
        {
        {{Templates}}
            [Steps, Entrypoint]
            private static Step<string> Run(string name)
            {
                var flip = Flip();
                var (a, b) = Parallel(Say($"{name} {flip}"), Make("b"));
                Parallel(Use(b), Say(a));
                Parallel(() =>
                {
                    if (flip == "heads") Say("heads");
                    foreach (var x in new[] { "x", "y" }) Say(x);
                });
                foreach (var n in Numbers())
                {
                    var c = Count(n);
                    Say($"{c}");
                }
                return a;
            }
        }
        """).Accepted(), "yaml");

    [Fact]
    public void A_function_is_its_own_container() => Snapshot.Matches(Compiled.From("""
        [Workflow]
        public static partial class Functions
        {
            public sealed record Part(int From, int To);

            [Function]
            public static Step<Part[]> Split(int parts = 4) => new Part[parts];

            [Function]
            public static async Step<int> Work(Part part, Artifact log) { await Task.Delay(1); return part.To - part.From; }

            [Function]
            public static Step<Artifact> Log([Env] string path) => Artifact.FromText(path);

            [Function, Retry(3)]
            public static Step<int> Total(int[] values) => values.Sum();

            [Dag, Entrypoint]
            private static Step<int> Run(string path = "/var/log")
            {
                var log = Log(path);
                return Total(Split(8).Select(p => Work(p, log)).Collect());
            }
        }
        """).Accepted(), "yaml");

    [Fact]
    public void Field_groups_are_attributes() => Snapshot.Matches(Compiled.From("""
        [CronWorkflow("0 3 * * *", "@hourly", Timezone = "UTC", ConcurrencyPolicy = "Forbid", Suspend = true, StopExpression = "cronworkflow.succeeded >= 3", Parallelism = 2)]
        [Label("team", "data"), ServiceAccount("runner"), Ttl(AfterCompletion = 600), PodGC("OnPodSuccess", DeleteDelay = "30s"), ArtifactGC("OnWorkflowDeletion"), Mutex("one")]
        [VolumeClaim("work", "1Gi"), NodeSelector("disk", "ssd"), Toleration("gpu", Operator = "Exists", Effect = "NoSchedule"), ImagePullSecret("registry"), PodLabel("a", "b")]
        [WorkflowLabel("region", Expression = "workflow.parameters.region"), Metric("done", "How often", Counter = "1", Labels = ["status={{status}}"]), Hook("exit", nameof(Clean))]
        public static partial class Nightly
        {
            [Container("alpine", Command = ["sh"], Ports = [8080], ImagePullPolicy = "IfNotPresent", WorkingDir = "/w", PodSpecPatch = "{}", ArchiveLogs = true)]
            [Retry(3, Policy = "Always", Backoff = "10s", Factor = 2, MaxDuration = "5m", OtherNode = true), Timeout("1h"), Memoize("{{key}}", Cache = "cache", MaxAge = "1h"), Semaphore(ConfigMap = "locks", Key = "n")]
            [Env("A", "b"), SecretEnv("TOKEN", "secret", "token"), ConfigEnv("CONF", "map", "key"), FieldEnv("IP", "status.podIP"), EnvFrom(Secret = "all")]
            [Volume("cache", MountPath = "/cache", SizeLimit = "1Gi"), Mount("work", "/work"), Resources(Cpu = "1", Memory = "1Gi", MemoryLimit = "2Gi", Extended = ["nvidia.com/gpu=1"])]
            [Sidecar("db", "postgres", Env = ["POSTGRES_PASSWORD=x"]), InitContainer("wait", "busybox", Command = ["sleep", "1"], MirrorVolumeMounts = true), ReadinessProbe(HttpPath = "/", Port = 80), Daemon]
            [Label("x", "y"), Annotation("n", "m"), NodeAnnotation("workflows.argoproj.io/display-name", "{{key}}"), SecurityContext(RunAsUser = 1000), Privileged]
            private static partial Step Main([Env] string key, [Parameter(Enum = ["a", "b"], Description = "which")] string choice = "a", [Parameter(ConfigMap = "cm", ConfigMapKey = "k")] string config = "");

            [Container("alpine", Command = ["x"])]
            [return: Parameter("value", Path = "/v", Default = "none", GlobalName = "exported")]
            private static partial Step<string> Given([Artifact(Path = "/in", Mode = 493), S3(Bucket = "b", Key = "k", Endpoint = "e", AccessSecret = "s", AccessKey = "a")] Artifact? input = null, [Artifact(Path = "/git", Archive = "none"), Git("https://example.org/r.git", Revision = "main", Depth = 1)] Artifact? code = null, [Artifact(Path = "/raw"), Raw("text")] Artifact? text = null);

            [Script("bash", Command = ["bash"], Source = "echo $MESSAGE\necho done\n")]
            private static partial Step<string> Shell([Env] string message);

            [Resource("create", Manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  generateName: x-\n", SetOwnerReference = true, SuccessCondition = "status.ok == true", Flags = ["--validate=false"])]
            [return: Parameter("name", JsonPath = "{.metadata.name}")]
            private static partial Step<string> Create();

            [Http("https://example.org/{{path}}", Method = "POST", Body = "{}", TimeoutSeconds = 20, SuccessCondition = "response.statusCode == 200"), Header("Accept", "text/plain"), Header("Authorization", Secret = "s", Key = "k")]
            private static partial Step<string> Call(string path);

            [Suspend("10s")] private static partial Step Wait();

            [Suspend] private static partial Step<string> Approve();

            [ContainerSet(Retries = "2"), ContainerNode("a", "alpine", Command = ["sh"]), ContainerNode("main", "alpine", Dependencies = ["a"])]
            private static partial Step<string> Several();

            [Plugin("hello", "{\"a\": [1, true, \"x\"]}")] private static partial Step Hello();

            [Data("filter(data, {# endsWith \".pdf\"})"), S3(Bucket = "b")] private static partial Step<string> List();

            [Container("alpine", Command = ["clean"]), OnExit] private static partial Step Clean();

            [Dag, Entrypoint]
            private static void Run(string key = "k")
            {
                Main(key);
                Given();
                Shell($"{Create()} {Call("x")} {Approve()} {List()} {Several()}").After(Wait(), Hello());
            }
        }
        """).Accepted(), "yaml");

    [Fact]
    public void Other_classes_are_templateRefs() => Snapshot.Matches(Compiled.From("""
        [WorkflowTemplate("shared-library")]
        public static partial class Library
        {
            [Container("alpine", Command = ["x"])]
            public static partial Step<string> Work(string input);
        }

        [ClusterWorkflowTemplate]
        public static partial class Everywhere
        {
            [Container("alpine", Command = ["x"])]
            public static partial Step Notify(string text);
        }
        """, """
        [Workflow]
        public static partial class User
        {
            [Dag, Entrypoint]
            private static void Run()
            {
                var work = Library.Work("a");
                Everywhere.Notify(work);
                Call("by-name", "template", ("p", work));
            }
        }
        """).Accepted("User"), "yaml");

    [Fact]
    public void References_and_event_bindings()
    {
        var compiled = Compiled.From("""
            [WorkflowTemplate(Name = "stored")]
            public static partial class Stored
            {
                [Container("alpine"), Entrypoint] public static partial Step Go(string message = "hi");
            }

            [Workflow(Run = typeof(Stored))] public static partial class Runner;

            [WorkflowEventBinding("payload.message != ''", Submit = typeof(Stored)), EventArgument("message", "payload.message")]
            public static partial class OnMessage;
            """);
        Snapshot.Matches(string.Concat(compiled.Accepted("Runner"), "---\n", compiled.Yaml("OnMessage"), "---\n", compiled.Yaml("Stored")), "yaml");
    }

    [Fact]
    public void A_class_may_be_spread_over_files() => Assert.Contains("value: from another file", Compiled.From("""
        [Workflow]
        public static partial class Spread
        {
            [Container("alpine", Args = ["{{m}}"])] private static partial Step Say(string m);
        }
        """, """
        public static partial class Spread
        {
            [Dag, Entrypoint] private static void Run() => Say("from another file");
        }
        """).Accepted(), StringComparison.Ordinal);

    private static void Dag(string body, [System.Runtime.CompilerServices.CallerMemberName] string member = "") =>
        Snapshot.Matches(Compiled.From($$"""
            [Workflow]
            public static partial class Sample
            {
            {{Templates}}
                [Dag, Entrypoint]
                private static void Run()
                {
                    {{body}}
                }
            }
            """).Accepted(), "yaml", null, Here(), member);

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string file = "") => file;
}
