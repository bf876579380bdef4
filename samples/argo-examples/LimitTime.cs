namespace ArgoExamples;

/// <summary>A deadline for the pod of one template, in seconds.</summary>
[Workflow(GenerateName = "timeouts-step-")]
public static partial class LimitTime
{
    [Container("argoproj/argosay:v2", Command = ["bash", "-c"], Args = ["echo 123; sleep 1d"], ActiveDeadlineSeconds = "10"), Entrypoint]
    private static partial Step Sleep();
}
