namespace ArgoExamples;

/// <summary><c>[ContainerSet]</c>: a small graph of containers that share one pod and its disk.</summary>
[Workflow(GenerateName = "graph-")]
public static partial class RunContainersInOnePod
{
    private const string Say = "argoproj/argosay:v2";

    [ContainerSet(Name = "main"), Entrypoint]
    [ContainerNode("a", Say)]
    [ContainerNode("b", Say, Dependencies = ["a"])]
    [ContainerNode("c", Say, Dependencies = ["a"])]
    [ContainerNode("d", Say, Dependencies = ["b", "c"])]
    private static partial Step Run();
}
