namespace Argosy.Conformance;

internal static partial class KnownDifferences
{
    private static void AddRuns()
    {
        Add("examples", "the recorded cluster could not make a PodDisruptionBudget; this engine needs none", "default-pdb-support");
        Add("examples", "a request over a network that the recording had not: the text of its failure is the resolver's, and prompt passes see the pod running", "life-cycle-hooks-tmpl-level");
        Add("runs/pods", "whether the exit of a daemon that its Steps ended is still seen is a race of Argo's own: here it is Succeeded, as in most of the records", "pods/pods-daemon");
        Add("examples", "the cluster recorded before its garbage collector had marked the artifact; here it is gone and marked when the run ends", "artifact-gc-workflow");
        Add("examples", "workflow.failures has no order", "variables-showcase");
    }
}
