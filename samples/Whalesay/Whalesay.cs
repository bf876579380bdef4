/// <summary>The smallest workflow: one container.</summary>
[Workflow(GenerateName = "whalesay-")]
public static partial class Whalesay
{
    [Entrypoint]
    [Container("docker/whalesay", Name = "whalesay", Command = ["cowsay"], Args = ["This is an Argo Workflow!"])]
    private static partial Step Say();
}
