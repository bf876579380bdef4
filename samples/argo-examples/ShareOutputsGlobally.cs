namespace ArgoExamples;

/// <summary>An output with a <c>GlobalName</c> can be read anywhere in the workflow, the exit handler included, without being passed along.</summary>
[Workflow(GenerateName = "global-outputs-")]
public static partial class ShareOutputsGlobally
{
    [Outputs]
    public sealed record Greeting(
        [Parameter("hello-param", Path = "/tmp/hello_world.txt", GlobalName = "my-global-param")] string Text,
        [Artifact("hello-art", Path = "/tmp/hello_world.txt", GlobalName = "my-global-art")] Artifact File);

    [Container("alpine:3.23", Command = ["sh", "-c"], Args = ["sleep 1; echo -n hello world > /tmp/hello_world.txt"])]
    private static partial Step<Greeting> GlobalOutput();

    [Container("alpine:3.23", Command = ["sh", "-c"], Args = ["echo {{param}}"])]
    private static partial Step ConsumeGlobalParam(string param = "{{workflow.outputs.parameters.my-global-param}}");

    [Container("alpine:3.23", Command = ["sh", "-c"], Args = ["cat /art"])]
    private static partial Step ConsumeGlobalArt([Artifact(Path = "/art")] Artifact art);

    [Steps, Entrypoint]
    private static void GenerateGlobals()
    {
        var generate = GlobalOutput();
        var consumeGlobals = ConsumeGlobals();
    }

    [Steps, OnExit]
    private static Step ConsumeGlobals()
    {
        Parallel(ConsumeGlobalParam(), ConsumeGlobalArt(Workflow.OutputArtifact("my-global-art")));
        return Step.Done;
    }
}
