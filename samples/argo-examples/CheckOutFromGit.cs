namespace ArgoExamples;

/// <summary>An input that comes from a repository: Argo checks it out into the container before it starts.</summary>
[Workflow(GenerateName = "input-artifact-git-")]
public static partial class CheckOutFromGit
{
    [Container("golang:1.10", Command = ["sh", "-c"], Args = ["git status && ls && cat VERSION"], WorkingDir = "/src"), Entrypoint]
    private static partial Step GitClone(
        [Artifact(Path = "/src"), Git("https://github.com/argoproj/argo-workflows.git", Revision = "v2.1.1")] Artifact? argoSource = null);
}
