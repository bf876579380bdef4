namespace ArgoExamples;

/// <summary><c>foreach</c> over constants: one node for each, all at once.</summary>
[Workflow(GenerateName = "loops-")]
public static partial class LoopOverAList
{
    [Container("busybox", Command = ["echo"], Args = ["{{message}}"])]
    private static partial Step PrintMessage(string message);

    [Steps, Entrypoint]
    private static void LoopExample()
    {
        foreach (var greeting in new[] { "hello world", "goodbye world" }) PrintMessage(greeting).Named("print-message-loop");
    }
}
