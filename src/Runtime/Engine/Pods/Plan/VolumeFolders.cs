using System.Text;
using k8s.Models;

namespace Argosy.Engine.Pods.Plan;

/// <summary>The volumes of a pod as folders of this machine.</summary>
internal sealed class VolumeFolders
{
    private readonly PodRequest _request;
    private readonly PodFolder _folder;
    private readonly ContainerEnvironment _environment;
    private readonly Dictionary<string, V1Volume> _volumes;
    private readonly Dictionary<string, (string Path, bool ReadOnly)> _made = new(StringComparer.Ordinal);

    public VolumeFolders(PodRequest request, PodFolder folder, V1PodSpec pod, ContainerEnvironment environment)
    {
        _request = request;
        _folder = folder;
        _environment = environment;
        _volumes = (pod.Volumes ?? []).GroupBy(v => v.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    }

    /// <summary>What a container mounts.</summary>
    public IEnumerable<MountPlan> Mounts(V1Container container)
    {
        foreach (var mount in container.VolumeMounts ?? [])
        {
            var (path, readOnly) = Folder(mount.Name);
            if (!string.IsNullOrEmpty(mount.SubPath) || !string.IsNullOrEmpty(mount.SubPathExpr))
            {
                var sub = mount.SubPath is { Length: > 0 } plain
                    ? plain
                    : VariableExpansion.Expand(mount.SubPathExpr!, _environment.Resolve(container.Env, container.EnvFrom, container.Resources, []).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal));
                path = Path.GetFullPath(Path.Combine(path, sub));
                if (!path.StartsWith(Folder(mount.Name).Path, StringComparison.Ordinal))
                    throw new PodRefusedException($"subPath '{sub}' of the volume '{mount.Name}' leads out of the volume");
                if (!File.Exists(path))
                    Directory.CreateDirectory(path);
            }
            yield return new MountPlan(Clean(mount.MountPath), path, readOnly || mount.ReadOnlyProperty == true, IsVolume: true);
        }
    }

    /// <summary>A path of a container without blanks at its end and double slashes.</summary>
    public static string Clean(string path) => ContainerPaths.Clean(path);

    private (string Path, bool ReadOnly) Folder(string name)
    {
        if (_made.TryGetValue(name, out var made))
            return made;
        if (_volumes.TryGetValue(name, out var volume))
            made = Make(name, volume);
        else if (_request.Run.Spec.VolumeClaimTemplates?.Any(c => c.Metadata?.Name == name) == true)
            made = (Open(Path.Combine(_request.Run.Folder, "volumes", name)), false);
        else
            throw new PodRefusedException($"volume '{name}' not found in workflow spec");
        _made[name] = made;
        return made;
    }

    private (string Path, bool ReadOnly) Make(string name, V1Volume volume)
    {
        var own = Path.Combine(_folder.Volumes, name);
        if (volume.ConfigMap is { } configMap)
        {
            var found = _request.Run.Config.ConfigMap(configMap.Name);
            if (found is null && configMap.Optional != true)
                throw new ConfigErrorException($"MountVolume.SetUp failed for volume \"{name}\" : configmap \"{configMap.Name}\" not found");
            WriteFiles(own, ConfigMapFiles(found), configMap.Items, configMap.DefaultMode, configMap.Optional == true, $"configmap references non-existent config key");
            return (own, true);
        }
        if (volume.Secret is { } secret)
        {
            var found = _request.Run.Config.Secret(secret.SecretName);
            if (found is null && secret.Optional != true)
                throw new ConfigErrorException($"MountVolume.SetUp failed for volume \"{name}\" : secret \"{secret.SecretName}\" not found");
            WriteFiles(own, SecretFiles(found), secret.Items, secret.DefaultMode, secret.Optional == true, "references non-existent secret key");
            return (own, true);
        }
        if (volume.DownwardAPI is { } downward)
        {
            foreach (var item in downward.Items ?? [])
                WriteFile(own, item.Path, Encoding.UTF8.GetBytes(_environment.Field(item.FieldRef?.FieldPath ?? "") ?? ""), item.Mode ?? downward.DefaultMode);
            return (Open(own), true);
        }
        if (volume.Projected is { } projected)
        {
            Open(own);
            foreach (var source in projected.Sources ?? [])
                Project(own, source, projected.DefaultMode);
            return (own, true);
        }
        if (volume.HostPath is { } host)
        {
            if (host.Type is "DirectoryOrCreate")
                Directory.CreateDirectory(host.Path);
            return (host.Path, false);
        }
        if (volume.PersistentVolumeClaim is { } claim)
            return (Open(Path.Combine(_request.Run.Folder, "..", "..", "volumes", claim.ClaimName)), claim.ReadOnlyProperty == true);
        if (volume.EmptyDir is not null || volume.Ephemeral is not null)
            return (Open(own), false);
        throw new PodRefusedException($"volume '{name}' is of a kind that this machine cannot offer; use emptyDir, configMap, secret, hostPath or a claim");
    }

    private void Project(string folder, V1VolumeProjection source, int? mode)
    {
        if (source.ConfigMap is { } configMap)
            WriteFiles(folder, ConfigMapFiles(_request.Run.Config.ConfigMap(configMap.Name)), configMap.Items, mode, configMap.Optional == true, "configmap references non-existent config key");
        if (source.Secret is { } secret)
            WriteFiles(folder, SecretFiles(_request.Run.Config.Secret(secret.Name)), secret.Items, mode, secret.Optional == true, "references non-existent secret key");
        foreach (var item in source.DownwardAPI?.Items ?? [])
            WriteFile(folder, item.Path, Encoding.UTF8.GetBytes(_environment.Field(item.FieldRef?.FieldPath ?? "") ?? ""), item.Mode ?? mode);
    }

    private static Dictionary<string, byte[]> ConfigMapFiles(V1ConfigMap? configMap)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (key, text) in configMap?.Data ?? new Dictionary<string, string>())
            files[key] = Encoding.UTF8.GetBytes(text);
        foreach (var (key, bytes) in configMap?.BinaryData ?? new Dictionary<string, byte[]>())
            files[key] = bytes;
        return files;
    }

    private static Dictionary<string, byte[]> SecretFiles(V1Secret? secret) =>
        secret is null ? [] : SecretData.Keys(secret).ToDictionary(key => key, key => SecretData.Bytes(secret, key)!, StringComparer.Ordinal);

    private static void WriteFiles(string folder, Dictionary<string, byte[]> files, IList<V1KeyToPath>? items, int? mode, bool optional, string missing)
    {
        Open(folder);
        if (items is not { Count: > 0 })
        {
            foreach (var (key, bytes) in files)
                WriteFile(folder, key, bytes, mode);
            return;
        }
        foreach (var item in items)
        {
            if (files.TryGetValue(item.Key, out var bytes))
                WriteFile(folder, item.Path, bytes, item.Mode ?? mode);
            else if (!optional)
                throw new ConfigErrorException($"{missing}: {item.Key}");
        }
    }

    private static void WriteFile(string folder, string relative, byte[] bytes, int? mode)
    {
        var path = Path.GetFullPath(Path.Combine(folder, relative));
        if (!path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new PodRefusedException($"'{relative}' leads out of its volume");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)(mode ?? 0b110_100_100) & (UnixFileMode)0b111_111_111);
    }

    private static string Open(string folder)
    {
        folder = Path.GetFullPath(folder);
        if (Directory.Exists(folder))
            return folder;
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        return folder;
    }
}
