using Argosy.Generator.Diagnostics;

namespace Argosy.Generator.Tests;

/// <summary>Every diagnostic of the language has a page, and every page a diagnostic.</summary>
public class DiagnosticPagesTests
{
    private static readonly string s_root = Root();

    [Fact]
    public void Every_descriptor_has_a_page_that_begins_with_its_title()
    {
        foreach (var descriptor in Descriptors.All)
        {
            var page = Path.Combine(s_root, "docs", "diagnostics", descriptor.Id + ".md");
            Assert.True(File.Exists(page), $"{descriptor.Id} has no page");
            Assert.StartsWith($"# {descriptor.Id}: {descriptor.Title}", File.ReadAllText(page), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_page_of_the_language_has_a_descriptor()
    {
        var ids = Descriptors.All.Select(d => d.Id).ToHashSet();
        foreach (var page in Directory.GetFiles(Path.Combine(s_root, "docs", "diagnostics"), "ARGO1??.md")) Assert.Contains(Path.GetFileNameWithoutExtension(page), ids);
    }

    [Fact]
    public void There_are_at_least_25_with_ids_of_their_own()
    {
        Assert.True(Descriptors.All.Count >= 25);
        Assert.Equal(Descriptors.All.Count, Descriptors.All.Concat(RuleDescriptors.All).Select(d => d.Id).Distinct().Count() - RuleDescriptors.All.Count());
    }

    [Fact]
    public void Every_descriptor_is_in_the_release_file()
    {
        var released = File.ReadAllText(Path.Combine(s_root, "src", "Generator", "AnalyzerReleases.Unshipped.md"));
        Assert.All(Descriptors.All, d => Assert.Contains($"{d.Id} | Argosy |", released, StringComparison.Ordinal));
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Generator.sln"))) return folder.FullName;
        throw new InvalidOperationException("no Generator.sln above the tests");
    }
}
