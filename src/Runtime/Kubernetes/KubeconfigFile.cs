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

    public string? TokenFile(string? user) => Field("users", user, "user", "tokenFile", isPath: true);

    public string? ProxyUrl(string? cluster) => Field("clusters", cluster, "cluster", "proxy-url", isPath: false);

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

    private string? Field(string list, string? name, string holder, string field, bool isPath)
    {
        foreach (var (root, folder) in _documents)
        {
            if (name is null || !root.Children.TryGetValue(list, out var entries) || entries is not YamlSequenceNode sequence)
            {
                continue;
            }

            foreach (var entry in sequence.OfType<YamlMappingNode>())
            {
                if (entry.Children.TryGetValue("name", out var found) && found is YamlScalarNode { Value: var value } && value == name
                    && entry.Children.TryGetValue(holder, out var body) && body is YamlMappingNode map
                    && map.Children.TryGetValue(field, out var wanted) && wanted is YamlScalarNode { Value: { Length: > 0 } text })
                {
                    return isPath && !Path.IsPathRooted(text) ? Path.Combine(folder, text) : text;
                }
            }
        }

        return null;
    }
}
