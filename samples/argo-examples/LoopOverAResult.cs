namespace ArgoExamples;

/// <summary>A step that prints a JSON list is a <c>Step&lt;int[]&gt;</c>: <c>foreach</c> goes over what it printed, however much that was.</summary>
[Workflow(GenerateName = "loops-param-result-")]
public static partial class LoopOverAResult
{
    [Script("python:alpine3.23", Command = ["python"], Source = """
        import json
        import sys
        json.dump([i for i in range(20, 31)], sys.stdout)

        """)]
    private static partial Step<int[]> GenNumberList();

    [Container("alpine:3.23", Command = ["sh", "-c"], Args = ["echo sleeping for {{seconds}} seconds; sleep {{seconds}}; echo done"])]
    private static partial Step SleepNSec(int seconds);

    [Steps, Entrypoint]
    private static void LoopParamResultExample()
    {
        var generate = GenNumberList();
        foreach (var seconds in generate) SleepNSec(seconds).Named("sleep");
    }
}
