namespace ArgoExamples;

/// <summary>An argument of the workflow (its default is the parameter's) decides where the pod may run.</summary>
[Workflow(GenerateName = "node-selector-")]
public static partial class ChooseANode
{
    [Container("alpine:3.23", Command = ["sh", "-c"], Args = ["uname -a"])]
    [NodeSelector("beta.kubernetes.io/arch", "{{arch}}"), Entrypoint]
    private static partial Step PrintArch(string arch = "amd64");
}
