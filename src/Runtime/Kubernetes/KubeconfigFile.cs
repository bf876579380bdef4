using System.Text.Json.Nodes;
using k8s.KubeConfigModels;
using YamlDotNet.RepresentationModel;

namespace Argosy.Kubernetes;

/// <summary>
/// Finds and reads the kubeconfig files, and the two fields in them that <c>KubernetesClient</c> does not know:
/// a user's <c>tokenFile</c> and a cluster's <c>proxy-url</c>.
/// </summary>
internal sealed class KubeconfigFile
{
    private readonly List<(YamlMappingNode Root, string Folder)> _documents = [];

    private KubeconfigFile(K8SConfiguration model, string description)
    {
        Model = model;
        Description = description;
    }

    public K8SConfiguration Model { get; }

    public string Description { get; }

    /// <summary>The files that kubectl would read; null when there is none.</summary>
    public static KubeconfigFile? Load(string? explicitPath)
    {
        var paths = Paths(explicitPath);
        if (paths.Count == 0)
        {
            return null;
        }

        try
        {
            // An empty file, /dev/null for example, is a way to say "no kubeconfig".
            var files = paths.Where(path => !string.IsNullOrWhiteSpace(File.ReadAllText(path))).Select(path => new FileInfo(path)).ToArray();
            if (files.Length == 0)
            {
                return null;
            }

            var description = string.Join(Path.PathSeparator, paths);
            var model = k8s.KubernetesClientConfiguration.LoadKubeConfig(files[0]);
            foreach (var file in files.Skip(1))
            {
                Merge(model, k8s.KubernetesClientConfiguration.LoadKubeConfig(file));
            }

            var kubeconfig = new KubeconfigFile(model, description);
            foreach (var file in files)
            {
                using var reader = file.OpenText();
                var stream = new YamlStream();
                stream.Load(reader);
                if (stream.Documents.Count > 0 && stream.Documents[0].RootNode is YamlMappingNode root)
                {
                    kubeconfig._documents.Add((root, file.DirectoryName ?? "."));
                }
            }

            return kubeconfig;
        }
        catch (Exception e) when (e is YamlDotNet.Core.YamlException or k8s.Exceptions.KubeConfigException or IOException or UnauthorizedAccessException)
        {
            throw new KubernetesConfigurationException($"kubeconfig {string.Join(", ", paths)}: {e.Message}", e);
        }
    }

    /// <summary>As kubectl merges: the first file that names something wins.</summary>
    private static void Merge(K8SConfiguration model, K8SConfiguration next)
    {
        model.CurrentContext ??= next.CurrentContext;
        model.Contexts = [.. model.Contexts ?? [], .. (next.Contexts ?? []).Where(entry => model.Contexts?.Any(known => known.Name == entry.Name) != true)];
        model.Clusters = [.. model.Clusters ?? [], .. (next.Clusters ?? []).Where(entry => model.Clusters?.Any(known => known.Name == entry.Name) != true)];
        model.Users = [.. model.Users ?? [], .. (next.Users ?? []).Where(entry => model.Users?.Any(known => known.Name == entry.Name) != true)];
    }

    public string? TokenFile(string? user) => Field("users", user, ["user", "tokenFile"], isPath: true);

    public string? ProxyUrl(string? cluster) => Field("clusters", cluster, ["cluster", "proxy-url"], isPath: false);

    /// <summary>A text of a user's entry that is not in the model, by its path.</summary>
    public string? UserField(string user, params string[] path) => Field("users", user, ["user", .. path], isPath: false);

    /// <summary>A path that a user's entry names, as it is meant: from the folder of the file that has the entry.</summary>
    public string UserPath(string user, string path) =>
        Path.IsPathRooted(path) ? path : Entry("users", user) is var (_, folder) ? Path.GetFullPath(Path.Combine(folder, path)) : path;

    /// <summary>A cluster as a credential plug-in is told of it (<c>provideClusterInfo</c>): no more than its address and how it is trusted.</summary>
    public JsonObject ClusterInfo(string? cluster)
    {
        var info = new JsonObject();
        foreach (var name in (ReadOnlySpan<string>)["server", "tls-server-name", "insecure-skip-tls-verify", "certificate-authority-data", "proxy-url"])
        {
            if (Field("clusters", cluster, ["cluster", name], isPath: false) is { } value) info[name] = name == "insecure-skip-tls-verify" ? value == "true" : value;
        }

        if (info["certificate-authority-data"] is null && Field("clusters", cluster, ["cluster", "certificate-authority"], isPath: true) is { } authority)
        {
            info["certificate-authority-data"] = Convert.ToBase64String(File.ReadAllBytes(authority));
        }

        return info;
    }

    private static List<string> Paths(string? explicitPath)
    {
        if (!string.IsNullOrEmpty(explicitPath))
        {
            return Existing(explicitPath) is { Count: > 0 } found
                ? found
                : throw new KubernetesConfigurationException($"the kubeconfig {explicitPath} does not exist");
        }

        if (Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } listed)
        {
            return Existing(listed);
        }

        var home = Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } set
            ? set
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var standard = Path.Combine(home, ".kube", "config");
        return File.Exists(standard) ? [standard] : [];
    }

    private static List<string> Existing(string list) =>
        [.. list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(path => path.Trim('"')).Where(File.Exists)];

    private string? Field(string list, string? name, string[] path, bool isPath)
    {
        if (name is null || Entry(list, name) is not var (entry, folder)) return null;
        YamlNode? at = entry;
        foreach (var step in path)
        {
            at = at is YamlMappingNode map && map.Children.TryGetValue(step, out var next) ? next : null;
        }

        return at is YamlScalarNode { Value: { Length: > 0 } text } ? isPath && !Path.IsPathRooted(text) ? Path.Combine(folder, text) : text : null;
    }

    private (YamlMappingNode Entry, string Folder)? Entry(string list, string name)
    {
        foreach (var (root, folder) in _documents)
        {
            if (!root.Children.TryGetValue(list, out var entries) || entries is not YamlSequenceNode sequence) continue;
            if (sequence.OfType<YamlMappingNode>().FirstOrDefault(entry => entry.Children.TryGetValue("name", out var found) && (found as YamlScalarNode)?.Value == name) is { } entry)
            {
                return (entry, folder);
            }
        }

        return null;
    }
}
