namespace ArgoExamples;

/// <summary>Longer and longer pauses between the attempts, and an end to them.</summary>
[Workflow(GenerateName = "retry-backoff-")]
public static partial class RetryWithBackoff
{
    [Container("python:alpine3.23", Command = ["python", "-c"], Args = ["import random; import sys; exit_code = random.choice([0, 1, 1]); sys.exit(exit_code)"])]
    [Retry(10, Backoff = "1", Factor = 2, MaxDuration = "1m", Cap = "5"), Entrypoint]
    private static partial Step RetryBackoff();
}
