using System.Collections.Concurrent;
using System.Diagnostics;

namespace Argosy.Engine.Pods.Host;

/// <summary>
/// How a container becomes a process. The first process of the private namespaces is a shell that mounts, waits for the word to begin, runs the program, tells its
/// exit code, and stays until nobody needs the container's files any more. It tells all that on a named pipe, so that the program's own streams are the program's alone.
/// </summary>
internal static class HostLaunch
{
    /// <summary>Arguments: the named pipe, the mount table, then the command line of the program.</summary>
    private const string Script = """
        exec 9>"$1" 8>&2 2>/dev/null
        table=$2 mount=$3
        shift 3
        if ! refusal=$("$mount" -a -T "$table" 2>&1); then
          echo "refused $refusal" >&9
          exit 125
        fi
        echo mounted >&9
        umask 0
        while read -r word; do
          (
            read -r id rest </proc/self/stat
            echo "pid $id" >&9
            exec 9>&- 2>&8 8>&- </dev/null
            exec "$@"
          )
          echo "exit $?" >&9
        done
        """;

    private static readonly BlockingCollection<(Process Process, TaskCompletionSource Started)> s_queue = [];
    private static readonly Lazy<Thread> s_starter = new(() =>
    {
        // A process that asks to die with its parent dies with the *thread* that started it, so one thread that never ends starts them all.
        var thread = new Thread(StartAll) { IsBackground = true, Name = "argosy starter" };
        thread.Start();
        return thread;
    });

    /// <summary>Starts the first process of a container; it mounts and then waits for a line on its standard input.</summary>
    public static async Task<Process> StartAsync(
        HostTools tools, bool isRootless, string pipe, string mountTable, string workingFolder, IReadOnlyList<string> command,
        IReadOnlyList<KeyValuePair<string, string>> environment, bool hasOddVariables)
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder,
        };
        var words = new List<string>();
        if (tools.SetPrivileges is { } setPrivileges)
            words.AddRange([setPrivileges, "--pdeathsig", "KILL"]);
        words.Add(tools.Unshare);
        if (isRootless)
            words.AddRange(["--user", "--map-root-user"]);
        words.AddRange(["--mount", "--pid", "--fork", "--kill-child=SIGKILL", "--propagation", "private", .. Shell(tools, hasOddVariables), "-c", Script, "argosy", pipe, mountTable, tools.Mount]);
        words.AddRange(command);
        start.FileName = words[0];
        foreach (var word in words.Skip(1))
            start.ArgumentList.Add(word);
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var process = new Process { StartInfo = start };
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = s_starter.Value;
        s_queue.Add((process, started));
        await started.Task.ConfigureAwait(false);
        return process;
    }

    /// <summary>The command line that enters a root and becomes the program.</summary>
    /// <param name="tools">The programs of the system.</param>
    /// <param name="root">The root to enter.</param>
    /// <param name="plan">The container.</param>
    /// <param name="oddVariables">Variables whose names a shell cannot have; see <see cref="StartAsync"/>.</param>
    /// <param name="isRootless">Whether it is made in a user namespace.</param>
    /// <param name="rootHasTools">Whether the root has the programs of the system.</param>
    public static List<string> Command(HostTools tools, string root, Plan.ContainerPlan plan, IReadOnlyList<KeyValuePair<string, string>> oddVariables, bool isRootless, bool rootHasTools)
    {
        var words = new List<string> { tools.NewSession };
        if (oddVariables.Count > 0)
        {
            words.Add(tools.Environment);
            if (tools.Bash is not null)
            {
                // bash hands on every variable, and adds its own.
                var given = plan.Environment.Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
                foreach (var own in new[] { "_", "SHLVL", "PWD", "OLDPWD" }.Where(name => !given.Contains(name)))
                    words.AddRange(["-u", own]);
            }
            else
            {
                words.AddRange(oddVariables.Select(p => p.Key + "=" + p.Value));
            }
        }
        words.AddRange([tools.Unshare, "--root=" + root, "--wd=" + WorkingDir(plan)]);
        if (!isRootless && (plan.RunAsUser is not null || plan.RunAsGroup is not null || plan.Groups.Count > 0))
        {
            var user = (plan.RunAsUser ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture);
            var group = (plan.RunAsGroup ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (tools.SetPrivileges is { } setPrivileges && rootHasTools)
                words.AddRange(["--", setPrivileges, "--reuid", user, "--regid", group, plan.Groups.Count > 0 ? "--groups=" + string.Join(',', plan.Groups) : "--clear-groups"]);
            else
                words.AddRange(["--setgid", group, "--setuid", user]);
        }
        words.Add("--");
        words.AddRange(plan.Command);
        words.AddRange(plan.Args);
        return words;
    }

    public static string WorkingDir(Plan.ContainerPlan plan) => plan.WorkingDir is { Length: > 0 } given ? given : "/";

    // Other shells drop variables whose names they could not have, as keys of Secrets often are; as words of a command line everybody could read them.
    // Without -p, bash would run what BASH_ENV names.
    private static string[] Shell(HostTools tools, bool hasOddVariables) => hasOddVariables && tools.Bash is { } bash ? [bash, "-p"] : [tools.Shell];

    private static void StartAll()
    {
        foreach (var (process, started) in s_queue.GetConsumingEnumerable())
        {
            try
            {
                process.Start();
                started.SetResult();
            }
            catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
            {
                started.SetException(e);
            }
        }
    }
}
