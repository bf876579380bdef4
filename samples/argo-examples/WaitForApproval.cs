namespace ArgoExamples;

/// <summary><c>[Suspend]</c> stops until somebody resumes the workflow, or for a while.</summary>
[Workflow(GenerateName = "suspend-template-")]
public static partial class WaitForApproval
{
    [Container("busybox", Command = ["echo"], Args = ["hello world"])]
    private static partial Step HelloWorld();

    [Suspend]
    private static partial Step Approve();

    [Suspend("20")]
    private static partial Step Delay();

    [Steps, Entrypoint]
    private static void Suspend()
    {
        var build = HelloWorld();
        Approve();
        Delay();
        var release = HelloWorld();
    }
}
