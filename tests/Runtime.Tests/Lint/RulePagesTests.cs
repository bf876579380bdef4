using System.Text.RegularExpressions;
using Argosy.Manifests.Rules;

namespace Argosy.Runtime.Tests.Lint;

/// <summary>Every rule for manifests has a page, and the examples of the pages about runs do what they say.</summary>
public class RulePagesTests
{
    private static readonly Regex s_block = new("```yaml\n(.*?)\n```", RegexOptions.Singleline);
    private static readonly string s_folder = Path.Combine(Root(), "docs", "diagnostics");

    [Fact]
    public void Every_rule_has_a_page_that_begins_with_its_title()
    {
        foreach (var rule in RuleCatalog.All)
        {
            var page = Path.Combine(s_folder, rule.Id + ".md");
            Assert.True(File.Exists(page), $"{rule.Id} has no page");
            var text = File.ReadAllText(page);
            Assert.StartsWith($"# {rule.Id}: {rule.Title}\n", text, StringComparison.Ordinal);
            Assert.Contains($"*{rule.Severity}.*", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_page_of_a_rule_has_its_rule()
    {
        foreach (var page in Directory.GetFiles(s_folder, "ARGO[2-8]??.md").Concat(Directory.GetFiles(s_folder, "ARGO*.md").Where(p => Regex.IsMatch(Path.GetFileName(p), "^ARGO[2-8]"))))
            Assert.NotNull(RuleCatalog.Find(Path.GetFileNameWithoutExtension(page)));
    }

    public static TheoryData<string> Pages() => [.. RuleCatalog.All.Where(r => r.Origin == RuleOrigin.Run).Select(r => r.Id).Where(id => id != "ARGO506")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_wrong_form_is_reported_at_its_place_and_the_other_not(string id)
    {
        var text = File.ReadAllText(Path.Combine(s_folder, id + ".md"));
        var blocks = s_block.Matches(text).Select(m => Document(m.Groups[1].Value)).ToList();
        Assert.Equal(2, blocks.Count);
        var at = Regex.Match(text, "Reported at ``(.*?)``", RegexOptions.Singleline).Groups[1].Value;

        var findings = Marked.Check(blocks[0]).Where(f => f.RuleId == id).ToList();
        Assert.Contains(at, findings.Select(f => TextOf(blocks[0], f)));
        Assert.Equal(RuleCatalog.Find(id)!.Severity, findings[0].Severity);
        Assert.All(Marked.Check(blocks[0], new CheckOptions { StrictRuntime = true }).Where(f => f.RuleId == id), f => Assert.Equal(FindingSeverity.Error, f.Severity));
        Assert.DoesNotContain(id, Marked.Check(blocks[0], new CheckOptions { ArgoRulesOnly = true }).Select(f => f.RuleId));

        var mended = Marked.Check(blocks[1]);
        Assert.DoesNotContain(mended, f => f.RuleId == id || f.Severity == FindingSeverity.Error);
    }

    [Fact]
    public void The_page_of_traps_has_all_87_and_names_pages_that_exist()
    {
        var text = File.ReadAllText(Path.Combine(s_folder, "..", "argo-traps.md"));
        Assert.Equal(Enumerable.Range(1, 87), Regex.Matches(text, @"^\| (\d+) \|", RegexOptions.Multiline).Select(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
        foreach (Match page in Regex.Matches(text, @"\(diagnostics/(ARGO\d+\.md)\)")) Assert.True(File.Exists(Path.Combine(s_folder, page.Groups[1].Value)), page.Value);
    }

    [Fact]
    public void An_object_that_no_cluster_can_store_is_an_error()
    {
        var big = "kind: Workflow\nmetadata: {name: ‹big›}\nspec:\n  entrypoint: main\n  templates:\n  - name: main\n    container: {image: busybox, args: [" + new string('a', 1_600_000) + "]}\n";
        Assert.Contains("1,500", Marked.Reports("ARGO506", big).Message, StringComparison.Ordinal);
    }

    private static string Document(string block) => block.StartsWith("kind:", StringComparison.Ordinal) ? block + "\n" : Marked.Workflow(block);

    private static string TextOf(string yaml, Finding finding)
    {
        var lines = yaml.Split('\n');
        var place = finding.Place;
        if (!place.IsKnown) return "";
        return place.Line == place.EndLine
            ? lines[place.Line - 1][(place.Column - 1)..(place.EndColumn - 1)]
            : string.Join('\n', lines[(place.Line - 1)..place.EndLine]);
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Generator.sln"))) return folder.FullName;
        throw new InvalidOperationException("no Generator.sln above the tests");
    }
}
