namespace ArgoExamples;

/// <summary>What a script prints is its value: pass the handle where a value is wanted.</summary>
[Workflow(GenerateName = "scripts-python-")]
public static partial class UseAResult
{
    [Script("python:alpine3.23", Command = ["python"], Source = """
        import random
        i = random.randint(1, 100)
        print(i)

        """)]
    private static partial Step<int> GenRandomInt();

    [Container("alpine:3.23", Command = ["sh", "-c"], Args = ["echo result was: {{message}}"])]
    private static partial Step PrintMessage(int message);

    [Steps, Entrypoint]
    private static void PythonScriptExample()
    {
        var generate = GenRandomInt();
        var print = PrintMessage(generate);
    }
}
