namespace Argosy.Conformance;

internal static partial class KnownDifferences
{
    // More lenient than the records' own rules: ages are those of up to two seconds around the recorded call; rows of the same second have no order (Argo prints
    // them in that of a Go map or of an unstable sort); lists of the whole cluster are compared for the objects that the record holds; managedFields are the
    // server's; of standard error the line "Error: …" is compared.
    private static void AddCommands()
    {
        const string commands = "commands";
        Add(commands, "Argo's --chunk-size shows the first page only; we show all pages.", "namespace/16: argo list --chunk-size 5");
        Add(commands, "We print our own version.", "namespace/44: argo version", "server-mode/25: argo version");
        Add(
            commands,
            "What the Argo Server answers (its archive, its copies of live workflows, logs of pods, artifacts) is not in this record; the client's tests replay the server.",
            "server-mode/2: argo list",
            "server-mode/3: argo list -o name",
            "server-mode/4: argo list -o wide",
            "server-mode/7: argo logs srv-from-cpftd",
            "server-mode/8: argo logs srv-from-cpftd --tail 1",
            "server-mode/9: argo logs srv-from-cpftd --grep \"line 2\"",
            "server-mode/10: argo archive list",
            "server-mode/11: argo archive list -o name",
            "server-mode/12: argo archive list -o wide",
            "server-mode/13: argo archive get srv-a",
            "server-mode/14: argo archive get nosuch",
            "server-mode/15: argo archive list-label-keys",
            "server-mode/16: argo archive list-label-values -l workflows.argoproj.io/phase",
            "server-mode/17: argo cp srv-from-cpftd DIR/out",
            "server-mode/18: argo cp srv-from-cpftd DIR/out2 --artifact-name o --path \"{artifactName}\"",
            "server-mode/19: argo cp nosuch DIR/x",
            "server-mode/26: argo archive resubmit srv-a -o name",
            "server-mode/27: argo archive delete nosuch",
            "server-mode/29: argo auth token");
        Add("prints-examples", "The object was recorded later than its print, with another message of the image registry.", "dag-daemon-task");
    }
}
