namespace ArgoExamples;

/// <summary>A graph returns a value, here one of two: <c>? :</c> is an expression that Argo works out when the graph ends.</summary>
[Workflow(GenerateName = "conditional-parameter-")]
public static partial class ChooseAnOutput
{
    [Script("python:alpine3.23", Command = ["python"], Source = """
        import random
        print("heads" if random.randint(0,1) == 0 else "tails")

        """)]
    private static partial Step<string> FlipCoin();

    [Script("python:alpine3.23", Command = ["python"], Source = "print(\"heads\")\n")]
    private static partial Step<string> Heads();

    [Script("python:alpine3.23", Command = ["python"], Source = "print(\"tails\")\n")]
    private static partial Step<string> Tails();

    [Steps(Name = "main"), Entrypoint]
    [return: Parameter("stepresult")]
    private static Step<string> Run()
    {
        var flipCoin = FlipCoin();
        var (heads, tails) = Parallel(
            Heads().When("{{steps.flip-coin.outputs.result}} == heads"),
            Tails().When("{{steps.flip-coin.outputs.result}} == tails"));
        return flipCoin == "heads" ? heads : tails;
    }
}
