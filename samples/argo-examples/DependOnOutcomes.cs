namespace ArgoExamples;

/// <summary>How a task ended decides what runs next: <c>&amp;</c>, <c>|</c> and <c>!</c> over <c>.Succeeded</c>, <c>.Failed</c> and their like.</summary>
[Workflow(GenerateName = "dag-diamond-", Alias = "dag-enhanced-depends")]
public static partial class DependOnOutcomes
{
    [Container("busybox", Command = ["sh", "-c", "exit 0"])]
    private static partial Step Pass();

    [Container("busybox", Command = ["sh", "-c", "exit 1"])]
    private static partial Step Fail();

    [Dag, Entrypoint]
    private static void Diamond()
    {
        var A = Pass();
        var B = Pass().After(A);
        var C = Fail().After(A);
        Pass().Named("should-execute-1").After(A, C.Succeeded | C.Failed);
        var either = Pass().Named("should-execute-2").After((Dependency)B | C);
        var shouldNotExecute = Pass().After(B, C);
        Pass().Named("should-execute-3").After(either.Succeeded | shouldNotExecute);
    }
}
