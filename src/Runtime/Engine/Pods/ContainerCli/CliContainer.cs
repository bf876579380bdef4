using System.Diagnostics;
using System.Globalization;
using Argosy.Engine.Pods.Host;
using Argosy.Engine.Pods.Plan;

namespace Argosy.Engine.Pods.ContainerCli;

/// <summary>A container of Podman or Docker. It is created, started once or more, and removed at the end; its label names the run, so that leftovers are found.</summary>
internal sealed class CliContainer : IContainer
{
    public const string RunLabel = "argosy.run";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private readonly ContainerCliBackEnd _backEnd;
    private readonly ContainerPlan _plan;
    private readonly PodPlan _pod;
    private readonly ContainerLog _log;
    private readonly string _name;
    private int _isRunning;
    private int _fetched;

    private CliContainer(ContainerCliBackEnd backEnd, ContainerPlan plan, PodPlan pod, ContainerLog log, string name)
    {
        _backEnd = backEnd;
        _plan = plan;
        _pod = pod;
        _log = log;
        _name = name;
    }

    private string Folder => _pod.Folder.Container(_plan.Name);

    private string TerminationLog => Path.Combine(Folder, "termination-log");

    public static async Task<IContainer> CreateAsync(ContainerCliBackEnd backEnd, ContainerPlan plan, PodPlan pod, ContainerLog log, CancellationToken cancellation)
    {
        var name = "argosy-" + Guid.NewGuid().ToString("n")[..16];
        var container = new CliContainer(backEnd, plan, pod, log, name);
        Directory.CreateDirectory(container.Folder);
        await File.WriteAllTextAsync(container.TerminationLog, "", cancellation).ConfigureAwait(false);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(container.TerminationLog, (UnixFileMode)0b110_110_110);
        // Known before it is made: what an engine that is killed right now leaves behind must have a name.
        await File.WriteAllTextAsync(Path.Combine(container.Folder, "container"), backEnd.Program + " " + name, CancellationToken.None).ConfigureAwait(false);
        var environment = CliEnvironment.Of(plan.Environment, Path.Combine(container.Folder, "environment"));
        try
        {
            var answer = await ContainerCliBackEnd.RunAsync(backEnd.Program, container.CreateWords(environment), s_limit, cancellation, environment.Inherited).ConfigureAwait(false);
            if (answer is { Code: not 0 } && answer.Value.Errors.Contains("container-init binary", StringComparison.Ordinal))
            {
                // Podman without catatonit: the program is then the container's first process.
                backEnd.HasInit = false;
                answer = await ContainerCliBackEnd.RunAsync(backEnd.Program, container.CreateWords(environment), s_limit, cancellation, environment.Inherited).ConfigureAwait(false);
            }
            if (answer is not { Code: 0 })
                throw new PodRefusedException($"{backEnd.Name} cannot make the container '{plan.Name}': {answer?.Errors.Trim()}");
            await container.MakeWorkingDirAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            // It may have been made all the same.
            await container.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            environment.Remove();
        }
        return container;
    }

    public async Task<ContainerExit> RunAsync(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(_backEnd.Program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var word in new[] { "start", "--attach", "--sig-proxy=false", _name })
            start.ArgumentList.Add(word);
        _log.Begin();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        Volatile.Write(ref _isRunning, 1);
        var errors = new MemoryStream();
        await Task.WhenAll(
            PumpAsync(process.StandardOutput.BaseStream, isError: false, null, cancellation),
            PumpAsync(process.StandardError.BaseStream, isError: true, errors, cancellation)).ConfigureAwait(false);
        await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        Volatile.Write(ref _isRunning, 0);
        // The program's own word on how its container ended: the exit code of 'start' may be that of 'start' itself.
        var answer = await ContainerCliBackEnd.RunAsync(_backEnd.Program, ["inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", _name], s_limit, cancellation).ConfigureAwait(false);
        var words = answer is { Code: 0 } ? answer.Value.Output.Trim().Split(' ') : [];
        var code = words.Length == 2 && int.TryParse(words[1], CultureInfo.InvariantCulture, out var told) ? told : process.ExitCode;
        var text = System.Text.Encoding.UTF8.GetString(errors.GetBuffer(), 0, (int)Math.Min(errors.Length, 4096));
        if (InitProblem(text) is { } problem)
            return ContainerExit.NotFound(_plan.Command[0], Argo(problem));
        if (process.ExitCode is 125 or 126 or 127 && (text.Contains("executable file", StringComparison.Ordinal) || text.Contains("no such file", StringComparison.OrdinalIgnoreCase) || text.Contains("permission denied", StringComparison.OrdinalIgnoreCase)) && text.Contains("runtime", StringComparison.OrdinalIgnoreCase))
        {
            return ContainerExit.NotFound(_plan.Command[0], Argo(text));
        }
        if (process.ExitCode != 0 && words is ["created" or "configured" or "initialized", _])
            throw new PodRefusedException($"{_backEnd.Name} cannot start the container '{_plan.Name}': {text.Trim()}");
        return new ContainerExit(code);
    }

    /// <summary>What the first process of a container says when it finds no program.</summary>
    private static string? InitProblem(string errors) =>
        Array.Find(errors.Split('\n'), line => (line.Contains("catatonit", StringComparison.Ordinal) && line.Contains("failed to exec", StringComparison.Ordinal))
            || (line.StartsWith("[FATAL tini", StringComparison.Ordinal) && line.Contains(" exec ", StringComparison.Ordinal)));

    /// <summary>The same in the words of Argo's executor.</summary>
    private string Argo(string problem) =>
        problem.Contains("permission denied", StringComparison.OrdinalIgnoreCase) ? "permission denied"
        : _plan.Command[0].Contains('/', StringComparison.Ordinal) ? $"stat {_plan.Command[0]}: no such file or directory"
        : "executable file not found in $PATH";

    /// <summary>Kubernetes makes a working directory that an image lacks, and so does Docker; Podman refuses to start.</summary>
    private async Task MakeWorkingDirAsync(CancellationToken cancellation)
    {
        if (_plan.WorkingDir is not { Length: > 1 } folder || _backEnd.Program != "podman")
            return;
        var answer = await ContainerCliBackEnd.RunAsync(_backEnd.Program, ["init", _name], s_limit, cancellation).ConfigureAwait(false);
        if (answer is { Code: 0 } || answer?.Errors.Contains("workdir", StringComparison.Ordinal) != true)
            return;
        var archive = Path.Combine(Folder, "workdir.tar");
        await using (var tar = new System.Formats.Tar.TarWriter(File.Create(archive)))
        {
            var made = "";
            foreach (var part in ContainerPaths.Clean(folder).Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                made += part + "/";
                // A folder that is there keeps its mode: only those that are missing are written.
                if (await FolderExistsAsync("/" + made, cancellation).ConfigureAwait(false))
                    continue;
                await tar.WriteEntryAsync(new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.Directory, made) { Mode = (UnixFileMode)0b111_101_101 }, cancellation).ConfigureAwait(false);
            }
        }
        await ContainerCliBackEnd.RunAsync(_backEnd.Program, ["cp", "-", _name + ":/"], s_limit, cancellation, input: archive).ConfigureAwait(false);
    }

    private async Task<bool> FolderExistsAsync(string path, CancellationToken cancellation)
    {
        var target = Path.Combine(Folder, "fetched", Interlocked.Increment(ref _fetched).ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(target);
        return path is "/tmp/" or "/var/" or "/usr/" or "/home/" or "/root/" or "/opt/" or "/etc/" or "/run/" or "/mnt/" or "/srv/"
            || await ContainerCliBackEnd.RunAsync(_backEnd.Program, ["cp", _name + ":" + path.TrimEnd('/'), target + "/"], s_limit, cancellation).ConfigureAwait(false) is { Code: 0 };
    }

    public void Signal(int signal)
    {
        if (Volatile.Read(ref _isRunning) != 0)
            _ = ContainerCliBackEnd.RunAsync(_backEnd.Program, ["kill", "--signal", signal == Native.Kill ? "KILL" : "TERM", _name], s_limit, CancellationToken.None);
    }

    public async Task<string?> FetchAsync(string path, CancellationToken cancellation)
    {
        if (path == _plan.TerminationMessagePath)
            return TerminationLog;
        var full = path.StartsWith('/') ? path : (_plan.WorkingDir ?? "/") + "/" + path;
        var target = Path.Combine(Folder, "fetched", Interlocked.Increment(ref _fetched).ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(target);
        var answer = await ContainerCliBackEnd.RunAsync(_backEnd.Program, ["cp", "--", _name + ":" + full, target + "/"], s_limit, cancellation).ConfigureAwait(false);
        // A link would be followed on this machine, where it means something else.
        return answer is { Code: 0 } && Directory.EnumerateFileSystemEntries(target).FirstOrDefault() is { } copied && new FileInfo(copied).LinkTarget is null ? copied : null;
    }

    public async ValueTask DisposeAsync()
    {
        await ContainerCliBackEnd.RunAsync(_backEnd.Program, _backEnd.RemoveWords(_name), s_limit, CancellationToken.None).ConfigureAwait(false);
        FolderRemoval.Remove(Folder);
    }

    private List<string> CreateWords(CliEnvironment environment)
    {
        var words = new List<string> { "create", "--name", _name, "--label", RunLabel + "=" + _pod.Folder.Root, "--network", "host", "--pull", "never" };
        // As under Argo's executor, the program is not the first process, which would be deaf to signals that it does not handle.
        if (_backEnd.HasInit)
            words.Add("--init");
        if (_backEnd.Program == "docker")
            words.RemoveRange(words.IndexOf("--pull"), 2);
        words.AddRange(environment.Words);
        foreach (var mount in _plan.Mounts)
            words.AddRange(["--volume", mount.Source + ":" + mount.Path + (mount.ReadOnly ? ":ro" : "")]);
        words.AddRange(["--volume", TerminationLog + ":" + _plan.TerminationMessagePath]);
        if (_plan.WorkingDir is { Length: > 0 } folder)
            words.AddRange(["--workdir", folder]);
        if (_plan.RunAsUser is { } user)
            words.AddRange(["--user", string.Create(CultureInfo.InvariantCulture, $"{user}:{_plan.RunAsGroup ?? 0}")]);
        foreach (var group in _plan.Groups)
            words.AddRange(["--group-add", group.ToString(CultureInfo.InvariantCulture)]);
        foreach (var alias in _plan.HostAliases)
        {
            var parts = alias.Split('\t');
            foreach (var host in parts.Skip(1))
                words.AddRange(["--add-host", host + ":" + parts[0]]);
        }
        if (_plan.Privileged)
            words.Add("--privileged");
        if (_plan.ReadOnlyRoot)
            words.Add("--read-only");
        if (_plan.Resources?.Limits is { } limits)
        {
            if (limits.TryGetValue("memory", out var memory))
                words.AddRange(["--memory", ((long)memory.ToDecimal()).ToString(CultureInfo.InvariantCulture)]);
            if (limits.TryGetValue("cpu", out var cpu))
                words.AddRange(["--cpus", cpu.ToDecimal().ToString(CultureInfo.InvariantCulture)]);
        }
        words.AddRange(["--entrypoint", _plan.Command[0], "--", _backEnd.ImageOf(_plan.Image)]);
        words.AddRange(_plan.Command.Skip(1));
        words.AddRange(_plan.Args);
        return words;
    }

    private async Task PumpAsync(Stream stream, bool isError, MemoryStream? kept, CancellationToken cancellation)
    {
        var buffer = new byte[16384];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            _log.Write(isError, buffer.AsSpan(0, count));
            kept?.Write(buffer.AsSpan(0, count));
        }
    }
}
