using System.Text.RegularExpressions;
using Argosy.Engine.Pods.Plan;

namespace Argosy.Engine.Pods.Host;

/// <summary>Containers as processes of this machine (Linux): private file system, private process ids, the machine's network. As root, or in a user namespace.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
internal sealed partial class HostBackEnd : IContainerBackEnd
{
    private static readonly string[] s_standardPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];
    private readonly ImageMap _images;
    private readonly SemaphoreSlim _probe = new(1, 1);
    private HashSet<string> _bound = new(StringComparer.Ordinal);
    private bool _isProbed;

    private HostBackEnd(HostTools tools, ImageMap images)
    {
        Tools = tools;
        _images = images;
        IsRootless = Native.EffectiveUser() != 0;
    }

    public string Name => "host processes";

    public HostTools Tools { get; }

    public bool IsRootless { get; }

    /// <summary>Top folders over which no layer can lie.</summary>
    public IReadOnlySet<string> Bound => _bound;

    /// <summary>The back end, or null with the reason why this machine cannot offer it.</summary>
    public static HostBackEnd? Create(ImageMap images, out string? problem)
    {
        if (!OperatingSystem.IsLinux())
        {
            problem = "containers as host processes need Linux";
            return null;
        }
        var tools = HostTools.Find(out var missing);
        problem = tools is null ? $"containers as host processes need the program '{missing}' (package util-linux or coreutils)" : null;
        return tools is null ? null : new HostBackEnd(tools, images);
    }

    public Task<ImageConfig?> ImageAsync(string image, CancellationToken cancellation)
    {
        var target = _images.Find(image);
        var known = KnownImages.Find(image);
        // The map's command stands for what the image runs: for its entrypoint, where it has one.
        return Task.FromResult<ImageConfig?>(target?.Command is { Count: > 0 } command
            ? known?.Entrypoint.Count > 0 ? new ImageConfig(command, []) : new ImageConfig([], command)
            : known ?? ImageConfig.Unknown);
    }

    public async Task<IContainer> CreateAsync(ContainerPlan plan, PodPlan pod, ContainerLog log, CancellationToken cancellation)
    {
        var target = _images.Find(plan.Image);
        var image = target?.Folder;
        if (image is null)
            await ProbeAsync(pod, cancellation).ConfigureAwait(false);
        return await HostContainer.StartAsync(this, plan, pod, image, log, cancellation).ConfigureAwait(false);
    }

    /// <summary>The variables of a container with those that a runtime adds.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> WithDefaults(ContainerPlan plan, bool isOwnRoot)
    {
        var given = plan.Environment.Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        var own = isOwnRoot ? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries) : [];
        var defaults = new List<KeyValuePair<string, string>>
        {
            new("PATH", string.Join(':', own.Concat(s_standardPath).Append("/usr/games").Distinct(StringComparer.Ordinal))),
            new("HOSTNAME", plan.HostName),
            new("HOME", plan.RunAsUser is null or 0 ? "/root" : "/"),
        };
        return [.. defaults.Where(p => !given.Contains(p.Key)), .. plan.Environment];
    }

    /// <summary>Finds out, once, over which top folders no layer can be put (a user namespace refuses those with other file systems in them).</summary>
    private async Task ProbeAsync(PodPlan pod, CancellationToken cancellation)
    {
        if (_isProbed)
            return;
        await _probe.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            while (!_isProbed)
            {
                var plan = new ContainerPlan { Name = "probe", Role = ContainerRole.Main, Image = "", Command = ["true"], HostName = "probe" };
                using var log = new ContainerLog(Path.Combine(pod.Folder.Root, "probe.log"), captureResult: false);
                try
                {
                    await using var container = await HostContainer.StartAsync(this, plan, pod, image: null, log, cancellation).ConfigureAwait(false);
                    await container.RunAsync(cancellation).ConfigureAwait(false);
                    _isProbed = true;
                }
                catch (HostRefusedException e)
                {
                    var names = RefusedFolder().Matches(e.Message).Select(m => m.Groups[1].Value).Where(n => !_bound.Contains(n)).ToList();
                    if (names.Count == 0)
                        throw new PodRefusedException($"this machine refuses private namespaces ({e.Message}); allow user namespaces, run as root, or use --backend podman or docker");
                    _bound = [.. _bound, .. names];
                }
            }
        }
        finally
        {
            _probe.Release();
        }
    }

    [GeneratedRegex(@"/root/([^/\s:]+): ")]
    private static partial Regex RefusedFolder();
}
