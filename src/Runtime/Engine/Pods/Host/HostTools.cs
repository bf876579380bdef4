namespace Argosy.Engine.Pods.Host;

/// <summary>The programs of the system that give a process its private view. All of them belong to util-linux, coreutils and the shell.</summary>
internal sealed record HostTools(string Shell, string Unshare, string Mount, string NewSession, string Environment, string? SetPrivileges, string? Bash)
{
    private static readonly string[] s_folders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin", "/run/current-system/sw/bin"];

    /// <summary>The programs; null with the name of the first that is missing.</summary>
    public static HostTools? Find(out string? missing)
    {
        missing = null;
        string? Required(string name, ref string? lacking)
        {
            var path = Optional(name);
            lacking ??= path is null ? name : null;
            return path;
        }

        var shell = Required("sh", ref missing);
        var unshare = Required("unshare", ref missing);
        var mount = Required("mount", ref missing);
        var session = Required("setsid", ref missing);
        var environment = Required("env", ref missing);
        return missing is null ? new HostTools(shell!, unshare!, mount!, session!, environment!, Optional("setpriv"), Optional("bash")) : null;
    }

    private static string? Optional(string name) => s_folders.Select(folder => folder + "/" + name).FirstOrDefault(File.Exists);
}
