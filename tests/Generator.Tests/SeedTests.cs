using Argosy.Tests;

namespace Argosy.Generator.Tests;

public class SeedTests
{
    private const string Teardrop = """"
        namespace Samples;

        [Workflow(GenerateName = "teardrop-")]
        public static partial class Teardrop
        {
            private const string Say = "echo Chain: ; cat /tmp/message* | sort | uniq | tee /tmp/message; cowsay This is Job {{inputs.parameters.message}}! ; echo {{inputs.parameters.message}} >> /tmp/message";

            [Container("alpine:latest", Command = ["sh", "-c"], Args = ["echo '' >> /tmp/message"])]
            [return: Artifact("chain", Path = "/tmp/message")]
            private static partial Step<Artifact> CreateChain();

            [Container("docker/whalesay", Command = ["sh", "-c"], Args = [Say])]
            [return: Artifact("chain", Path = "/tmp/message")]
            private static partial Step<Artifact> Whalesay(string message, [Artifact(Path = "/tmp/message")] Artifact chain);

            [Container("docker/whalesay", Command = ["sh", "-c"], Args = [Say])]
            [return: Artifact("chain", Path = "/tmp/message")]
            private static partial Step<Artifact> WhalesayReduce(string message,
                [Artifact("chain-0", Path = "/tmp/message.0")] Artifact chain0, [Artifact("chain-1", Path = "/tmp/message.1")] Artifact chain1);

            [Dag, Entrypoint]
            private static void Run()
            {
                var createChain = CreateChain();
                var Alpha   = Whalesay("Alpha", createChain);
                var Bravo   = Whalesay("Bravo", Alpha);
                var Charlie = Whalesay("Charlie", Alpha);
                var Delta   = Whalesay("Delta", Bravo);
                var Echo    = WhalesayReduce("Echo", Bravo, Charlie);
                var Foxtrot = Whalesay("Foxtrot", createChain).After(Charlie);
                var Golf    = WhalesayReduce("Golf", Delta, Echo);
                var Hotel   = WhalesayReduce("Hotel", Echo, Foxtrot);
            }
        }
        """";

    [Fact]
    public void Teardrop_is_the_seeds_manifest()
    {
        var yaml = Compiled.From(Teardrop).Accepted();
        Snapshot.Matches(yaml, "yaml");
        Assert.Equal(Meaning.Of(Seed("teardrop")), Meaning.Of(yaml));
    }

    [Fact]
    public void A_job_is_the_seeds_manifest() =>
        Assert.Equal(Meaning.Of(Seed("job")), Meaning.Of(Compiled.From("""
            [Job("docker/whalesay", Name = "whalesay", Command = ["cowsay", "This is a Kubernetes Job!"], BackoffLimit = 4)]
            public static partial class WhalesayJob;
            """).Accepted()));

    [Fact]
    public void A_workflow_of_one_container_is_the_seeds_manifest() =>
        Assert.Equal(Meaning.Of(Seed("whalesay")), Meaning.Of(Compiled.From("""
            [Workflow(GenerateName = "whalesay-")]
            public static partial class Hello
            {
                [Container("docker/whalesay", Command = ["cowsay"], Args = ["This is an Argo Workflow!"])]
                private static partial Step Whalesay();
            }
            """).Accepted()));

    [Fact]
    public void The_declarative_form_becomes_a_dag() => Snapshot.Matches(Compiled.From("""
        [Workflow(GenerateName = "ci-")]
        public static partial class Ci
        {
            [Container("alpine/git", Command = ["git"], Args = ["clone", "{{revision}}"])] [return: Artifact("source", Path = "/src")]
            private static partial Step<Artifact> Checkout(string revision = "main");

            [Container("golang", Command = ["go", "build"])] [return: Artifact("binary", Path = "/out")]
            private static partial Step<Artifact> Build([From(nameof(Checkout)), Artifact(Path = "/src")] Artifact source);

            [Container("golang", Command = ["go", "test"])]
            private static partial Step Test([From(nameof(Checkout)), Artifact(Path = "/src")] Artifact source);

            [Container("curl", Args = ["example.org"]), DependsOn(nameof(Build), nameof(Test))]
            private static partial Step Notify();
        }
        """).Accepted(), "yaml");

    private static string Seed(string name) => File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "Seeds", name + ".yaml"));

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string file = "") => file;
}
