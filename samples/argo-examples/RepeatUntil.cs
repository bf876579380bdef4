namespace ArgoExamples;

/// <summary><c>if</c> on what a step printed. A graph that calls itself is a loop that ends when its condition does.</summary>
[Workflow(GenerateName = "coinflip-recursive-")]
public static partial class RepeatUntil
{
    [Script("python:alpine3.23", Command = ["python"], Source = """
        import random
        result = "heads" if random.randint(0,1) == 0 else "tails"
        print(result)

        """)]
    private static partial Step<string> FlipCoin();

    [Container("busybox", Command = ["sh", "-c"], Args = ["echo \"it was heads\""])]
    private static partial Step Heads();

    [Steps, Entrypoint]
    private static Step Coinflip()
    {
        var flipCoin = FlipCoin();
        Parallel(() =>
        {
            if (flipCoin == "heads") Heads();
            if (flipCoin == "tails") Coinflip().Named("tails");
        });
        return Step.Done;
    }
}
