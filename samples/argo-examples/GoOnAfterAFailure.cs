namespace ArgoExamples;

/// <summary><c>.ContinueOn</c>: the failure of this step is no failure of the workflow.</summary>
[Workflow(GenerateName = "continue-on-fail-", Parallelism = 1)]
public static partial class GoOnAfterAFailure
{
    [Container("busybox", Command = ["echo"], Args = ["hello world"])]
    private static partial Step HelloWorld();

    [Container("busybox", Command = ["sh", "-c"], Args = ["echo intentional failure; exit 1"])]
    private static partial Step IntentionalFail();

    [Steps, Entrypoint]
    private static void WorkflowIgnore()
    {
        var A = HelloWorld();
        var (B, C) = Parallel(HelloWorld(), IntentionalFail().ContinueOn(failed: true));
        var D = HelloWorld();
    }
}
