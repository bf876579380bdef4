namespace ArgoExamples;

/// <summary><c>Select(…).Collect()</c> is a loop with a handle: what comes after it waits for all of its nodes.</summary>
[Workflow(GenerateName = "loops-dag-")]
public static partial class WaitForALoop
{
    [Container("busybox", Command = ["echo"], Args = ["{{message}}"])]
    private static partial Step<string> PrintMessage(string message);

    [Dag, Entrypoint]
    private static void LoopsDag()
    {
        var A = PrintMessage("A");
        var B = new[] { "foo", "bar", "baz" }.Select(word => PrintMessage(word).After(A)).Collect();
        var C = PrintMessage("C").After(B);
    }
}
