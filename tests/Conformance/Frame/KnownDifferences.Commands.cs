namespace Argosy.Conformance;

internal static partial class KnownDifferences
{
    // More lenient than the records' own rules: ages are those of up to two seconds around the recorded call; rows of the same second have no order (Argo prints
    // them in that of a Go map or of an unstable sort); lists of the whole cluster are compared for the objects that the record holds; managedFields are the
    // server's; of standard error the line "Error: …" is compared; of "version" what the
    // server says, not the program's own block.
    private static void AddCommands()
    {
        const string commands = "commands";
        Add(commands, "Argo's --chunk-size shows the first page only; we show all pages.", "namespace/16: argo list --chunk-size 5");
        Add(commands, "Argo's CLI asks for a second page that the server does not have and shows each workflow twice; we show it once.", "server-mode/2: argo list", "server-mode/3: argo list -o name", "server-mode/4: argo list -o wide");
        Add(
            commands,
            "Argo takes every archived workflow whose name begins with the given one for a match; we take the one of that very name.",
            "server-mode/13: argo archive get srv-a",
            "server-mode/26: argo archive resubmit srv-a -o name");
        Add("prints-examples", "The object was recorded later than its print, with another message of the image registry.", "dag-daemon-task");
    }
}
