namespace ArgoExamples;

/// <summary>A call of a library's method is a <c>templateRef</c>: the compiler checks name, arguments and types, also across packages.</summary>
[Workflow(GenerateName = "workflow-template-dag-diamond-")]
public static partial class UseSharedTemplates
{
    [Dag, Entrypoint]
    private static void Diamond()
    {
        var A = Messages.PrintMessage("A");
        var B = Messages.PrintMessage("B").After(A);
        var C = InnerDag.InnerDiamond().After(A);
        var D = Messages.PrintMessage("D").After(B, C);
    }
}
