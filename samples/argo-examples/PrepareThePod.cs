namespace ArgoExamples;

/// <summary><c>[InitContainer]</c> runs first and sees the same volumes.</summary>
[Workflow(GenerateName = "init-container-"), Volume("foo", EmptyDir = true)]
public static partial class PrepareThePod
{
    [Container("alpine:3.23", Command = ["echo", "bye"]), Mount("foo", "/foo")]
    [InitContainer("hello", "alpine:3.23", Command = ["echo", "hello"], MirrorVolumeMounts = true), Entrypoint]
    private static partial Step InitContainerExample();
}
