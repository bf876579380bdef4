namespace ArgoExamples;

/// <summary>One container. A class is a workflow; with a single template no entrypoint has to be said.</summary>
[Workflow(GenerateName = "hello-world-"), Label("workflows.argoproj.io/archive-strategy", "false")]
public static partial class HelloWorld
{
    [Container("busybox", Command = ["echo"], Args = ["hello world"]), Entrypoint]
    private static partial Step Run();
}
