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
        var answer = await ContainerCliBackEnd.RunAsync(backEnd.Program, container.CreateWords(environment), s_limit, cancellation, environment.Inherited).ConfigureAwait(false);
        environment.Remove();
        if (answer is not { Code: 0 })
            throw new PodRefusedException($"{backEnd.Name} cannot make the container '{plan.Name}': {answer?.Errors.Trim()}");
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
        var answer = await ContainerCliBackEnd.RunAsync(_backEnd.Program, ["inspect", "--format", "{{.State.ExitCode}}", _name], s_limit, cancellation).ConfigureAwait(false);
        var code = answer is { Code: 0 } && int.TryParse(answer.Value.Output.Trim(), CultureInfo.InvariantCulture, out var told) ? told : process.ExitCode;
        var text = System.Text.Encoding.UTF8.GetString(errors.GetBuffer(), 0, (int)Math.Min(errors.Length, 4096));
        if (process.ExitCode is 125 or 126 or 127 && (text.Contains("executable file", StringComparison.Ordinal) || text.Contains("no such file", StringComparison.OrdinalIgnoreCase) || text.Contains("permission denied", StringComparison.OrdinalIgnoreCase)) && text.Contains("runtime", StringComparison.OrdinalIgnoreCase))
        {
            return ContainerExit.NotFound(_plan.Command[0], text.Contains("permission denied", StringComparison.OrdinalIgnoreCase) ? "permission denied"
                : _plan.Command[0].Contains('/', StringComparison.Ordinal) ? $"stat {_plan.Command[0]}: no such file or directory" : "executable file not found in $PATH");
        }
        return new ContainerExit(code);
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
        await ContainerCliBackEnd.RunAsync(_backEnd.Program, ["rm", "--force", "--volumes", _name], s_limit, CancellationToken.None).ConfigureAwait(false);
        FolderRemoval.Remove(Folder);
    }

    private List<string> CreateWords(CliEnvironment environment)
    {
        var words = new List<string> { "create", "--name", _name, "--label", RunLabel + "=" + _pod.Folder.Root, "--network", "host", "--pull", "never", "--init" };
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
