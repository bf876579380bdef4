/// <summary>Nine whales in a DAG: each adds its name to the chain that it gets and hands it on.</summary>
[Workflow(GenerateName = "teardrop-")]
public static partial class Teardrop
{
    private const string Whale =
        "echo Chain: ; cat /tmp/message* | sort | uniq | tee /tmp/message; cowsay This is Job {{inputs.parameters.message}}! ; echo {{inputs.parameters.message}} >> /tmp/message";

    [Container("alpine:latest", Command = ["sh", "-c"], Args = ["echo '' >> /tmp/message"])]
    [return: Artifact("chain", Path = "/tmp/message")]
    private static partial Step<Artifact> CreateChain();

    [Container("docker/whalesay", Command = ["sh", "-c"], Args = [Whale])]
    [return: Artifact("chain", Path = "/tmp/message")]
    private static partial Step<Artifact> Whalesay(string message, [Artifact(Path = "/tmp/message")] Artifact chain);

    [Container("docker/whalesay", Command = ["sh", "-c"], Args = [Whale])]
    [return: Artifact("chain", Path = "/tmp/message")]
    private static partial Step<Artifact> WhalesayReduce(
        string message, [Artifact("chain-0", Path = "/tmp/message.0")] Artifact chain0, [Artifact("chain-1", Path = "/tmp/message.1")] Artifact chain1);

    [Dag(Name = "teardrop"), Entrypoint]
    private static void Run()
    {
        var createChain = CreateChain();
        var Alpha = Whalesay("Alpha", createChain);
        var Bravo = Whalesay("Bravo", Alpha);
        var Charlie = Whalesay("Charlie", Alpha);
        var Delta = Whalesay("Delta", Bravo);
        var Echo = WhalesayReduce("Echo", Bravo, Charlie);
        var Foxtrot = Whalesay("Foxtrot", createChain).After(Charlie);
        var Golf = WhalesayReduce("Golf", Delta, Echo);
        var Hotel = WhalesayReduce("Hotel", Echo, Foxtrot);
    }
}
