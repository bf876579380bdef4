using Argosy.Kubernetes;
using Argosy.Yaml;

namespace Argosy.Runtime.Tests.Kubernetes.Cluster;

/// <summary>What the compiler writes is what a real API server with Argo's whole CRDs takes: created for good, unknown fields refused.</summary>
[Collection("cluster")]
public sealed class AcceptanceTests
{
    private static readonly ResourceKind EventBinding = new("argoproj.io", "v1alpha1", "workfloweventbindings", "WorkflowEventBinding");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>What each sample's build wrote, in the configuration of this build.</summary>
    [Fact]
    public async Task The_manifests_of_all_samples_are_created()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var files = Directory.EnumerateDirectories(Path.Combine(Repository, "samples"))
            .Select(sample => Path.Combine(sample, "bin", configuration)).Where(Directory.Exists)
            .SelectMany(bin => Directory.EnumerateDirectories(bin, "manifests", SearchOption.AllDirectories)).SelectMany(Directory.EnumerateFiles).ToList();
        Assert.SkipWhen(files.Count == 0, "The samples are not built.");

        await CreateAllAsync(files, atLeast: 40);
    }

    /// <summary>What the tests of the language, and those of the samples, show as written.</summary>
    [Fact]
    public async Task The_manifests_of_the_language_are_created() =>
        await CreateAllAsync(Directory.EnumerateFiles(Path.Combine(Repository, "tests"), "*.verified.yaml", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)), atLeast: 17);

    private static async Task CreateAllAsync(IEnumerable<string> files, int atLeast)
    {
        await using var client = TestCluster.Client();
        var refused = new List<string>();
        var created = 0;
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var read = ManifestReader.ReadFile(file);
            Assert.Empty(read.Problems);

            // Objects of one file stand side by side; those of two files may have one name.
            var ns = await TestCluster.NamespaceAsync(client, Cancelled);
            foreach (var document in read.Documents)
            {
                var manifest = NodeJson.ToJson(document.Root);
                var what = $"{Path.GetFileName(file)}: {manifest["kind"]} {manifest["metadata"]?["name"] ?? manifest["metadata"]?["generateName"]}";
                var kind = ResourceKind.Find((string?)manifest["apiVersion"], (string?)manifest["kind"]) ?? EventBinding;
                Assert.Equal(kind.Kind, (string?)manifest["kind"]);
                try
                {
                    // What belongs to no namespace is only tried: others use the cluster too.
                    await client.Api.CreateAsync(kind, kind.Namespaced ? ns : null, manifest, dryRun: !kind.Namespaced, Cancelled);
                    created++;
                }
                catch (KubernetesApiException error)
                {
                    refused.Add($"{what}: {error.Message}");
                }
            }
        }

        Assert.Empty(refused);
        Assert.True(created >= atLeast, $"only {created} objects were there to create");
    }

    private static string Repository
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Generator.sln"))) return folder.FullName;
            }

            throw new DirectoryNotFoundException("the repository");
        }
    }
}
