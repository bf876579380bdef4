namespace ArgoExamples;

/// <summary>Files and folders travel as artifacts: the return value of one step, the parameter of the next.</summary>
[Workflow(GenerateName = "artifact-passing-")]
public static partial class PassAFile
{
    [Container("busybox", Command = ["sh", "-c"], Args = ["sleep 1; echo hello world | tee /tmp/hello_world.txt"])]
    [return: Artifact("hello-art", Path = "/tmp/hello_world.txt")]
    private static partial Step<Artifact> HelloWorldToFile();

    [Container("busybox", Command = ["sh", "-c"], Args = ["cat /tmp/message"])]
    private static partial Step PrintMessageFromFile([Artifact(Path = "/tmp/message")] Artifact message);

    [Steps, Entrypoint]
    private static void ArtifactExample()
    {
        var generateArtifact = HelloWorldToFile();
        var consumeArtifact = PrintMessageFromFile(generateArtifact);
    }
}
