namespace ArgoExamples;

/// <summary>Tasks of a <c>[Dag]</c> run as soon as they can. Where no value flows, <c>.After</c> says the order. A variable with a capital keeps its name.</summary>
[Workflow(GenerateName = "dag-diamond-")]
public static partial class OrderTasks
{
    [Container("busybox", Command = ["echo", "{{message}}"])]
    private static partial Step Echo(string message);

    [Dag, Entrypoint]
    private static void Diamond()
    {
        var A = Echo("A");
        var B = Echo("B").After(A);
        var C = Echo("C").After(A);
        var D = Echo("D").After(B, C);
    }
}
