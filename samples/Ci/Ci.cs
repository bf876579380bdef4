/// <summary>A pipeline in the declarative form: attributes say what each step needs, and the generator draws the graph.</summary>
[Workflow(GenerateName = "ci-")]
public static partial class Ci
{
    [Container("alpine/git", Command = ["git"], Args = ["clone", "--depth", "1", "--branch", "{{revision}}", "https://github.com/argoproj/argo-workflows.git", "/src"])]
    [return: Artifact("source", Path = "/src")]
    private static partial Step<Artifact> Checkout(string revision = "main");

    [Container("golang:1.24", Command = ["go"], Args = ["build", "-C", "/src", "-o", "/out/argo", "./cmd/argo"])]
    [return: Artifact("binary", Path = "/out/argo")]
    private static partial Step<Artifact> Build([From(nameof(Checkout)), Artifact(Path = "/src")] Artifact source);

    [Container("golang:1.24", Command = ["go"], Args = ["test", "-C", "/src", "./util/..."])]
    private static partial Step Test([From(nameof(Checkout)), Artifact(Path = "/src")] Artifact source);

    [Container("curlimages/curl", Command = ["curl"], Args = ["--fail", "--data", "built and tested", "https://ntfy.sh/argosy-ci"])]
    [DependsOn(nameof(Build), nameof(Test))]
    private static partial Step Notify();
}
