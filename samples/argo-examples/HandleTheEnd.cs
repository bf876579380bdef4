namespace ArgoExamples;

/// <summary><c>[OnExit]</c> runs when the workflow ends, however it ends; <c>if</c> on its status says what then.</summary>
[Workflow(GenerateName = "exit-handlers-")]
public static partial class HandleTheEnd
{
    [Container("alpine:3.23", Command = ["sh", "-c"], Args = ["echo intentional failure; exit 1"]), Entrypoint]
    private static partial Step IntentionalFail();

    [Container("alpine:3.23", Command = ["sh", "-c"],
        Args = ["echo send e-mail: {{workflow.name}} {{workflow.status}} {{workflow.duration}}. Failed steps {{workflow.failures}}"])]
    private static partial Step SendEmail();

    [Container("alpine:3.23", Command = ["sh", "-c"], Args = ["echo hooray!"])]
    private static partial Step Celebrate();

    [Container("alpine:3.23", Command = ["sh", "-c"], Args = ["echo boohoo!"])]
    private static partial Step Cry();

    [Steps, OnExit]
    private static void ExitHandler() => Parallel(() =>
    {
        SendEmail().Named("notify");
        if (Workflow.Status == Status.Succeeded) Celebrate();
        else Cry();
    });
}
