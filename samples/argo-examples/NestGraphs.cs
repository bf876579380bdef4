namespace ArgoExamples;

/// <summary>A graph calls another one as if it were a container: its parameters are inputs, strings are put together with <c>$</c>.</summary>
[Workflow(GenerateName = "dag-nested-")]
public static partial class NestGraphs
{
    [Container("busybox", Command = ["echo", "{{message}}"])]
    private static partial Step Echo(string message);

    [Dag, Entrypoint]
    private static void Diamond()
    {
        var A = NestedDiamond("A");
        var B = NestedDiamond("B").After(A);
        var C = NestedDiamond("C").After(A);
        var D = NestedDiamond("D").After(B, C);
    }

    [Dag]
    private static Step NestedDiamond(string message)
    {
        var A = Echo($"{message}A");
        var B = Echo($"{message}B").After(A);
        var C = Echo($"{message}C").After(A);
        var D = Echo($"{message}D").After(B, C);
        return Step.Done;
    }
}
