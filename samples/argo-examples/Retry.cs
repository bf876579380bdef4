namespace ArgoExamples;

/// <summary><c>[Retry]</c>: up to two more attempts, after failures and errors alike.</summary>
[Workflow(GenerateName = "retry-on-error-")]
public static partial class Retry
{
    [Container("python:alpine3.23", Command = ["python", "-c"], Args = ["import random; import sys; exit_code = random.choice(range(0, 5)); sys.exit(exit_code)"])]
    [Retry(2, Policy = "Always"), Entrypoint]
    private static partial Step ErrorContainer();
}
