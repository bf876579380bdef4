namespace ArgoExamples;

/// <summary>Statements of a <c>[Steps]</c> method run one after another; <c>Parallel</c> makes one group of calls that run together.</summary>
[Workflow(GenerateName = "steps-")]
public static partial class RunStepsInOrder
{
    [Container("busybox", Command = ["echo"], Args = ["{{message}}"])]
    private static partial Step PrintMessage(string message);

    [Steps, Entrypoint]
    private static void HelloHelloHello()
    {
        var hello1 = PrintMessage("hello1");
        var (hello2a, hello2b) = Parallel(PrintMessage("hello2a"), PrintMessage("hello2b"));
    }
}
