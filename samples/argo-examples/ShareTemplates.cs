namespace ArgoExamples;

/// <summary>A class with <c>[WorkflowTemplate]</c> is a library: its public methods can be called from anywhere.</summary>
[WorkflowTemplate("workflow-template-print-message")]
public static partial class Messages
{
    [Container("busybox", Command = ["echo"], Args = ["{{message}}"]), Entrypoint(Arguments = false)]
    public static partial Step PrintMessage(string message);
}

/// <summary>A library that uses another one, and its own templates.</summary>
[WorkflowTemplate("workflow-template-inner-dag")]
public static partial class InnerDag
{
    [Container("busybox", Command = ["echo"], Args = ["{{message}}"])]
    public static partial Step PrintMessage(string message);

    [Dag]
    public static Step InnerDiamond()
    {
        var a = Messages.PrintMessage("inner-A").Named("inner-A");
        var b = PrintMessage("inner-B").Named("inner-B").After(a);
        var c = PrintMessage("inner-C").Named("inner-C").After(a);
        Messages.PrintMessage("inner-D").Named("inner-D").After(b, c);
        return Step.Done;
    }
}
