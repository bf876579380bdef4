namespace ArgoExamples;

/// <summary><c>[Mutex]</c> on the class: of all workflows with this lock in the namespace one runs, the others wait.</summary>
[Workflow(GenerateName = "synchronization-wf-level-"), Mutex("test")]
public static partial class RunOneAtATime
{
    [Container("busybox", Command = ["echo"], Args = ["hello world"]), Entrypoint]
    private static partial Step HelloWorld();
}
