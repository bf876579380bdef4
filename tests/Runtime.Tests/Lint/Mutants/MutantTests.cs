using Argosy.Manifests.Rules;

namespace Argosy.Runtime.Tests.Lint.Mutants;

/// <summary>Sound documents with one thing changed: what is wrong is reported at its place, and nothing else is.</summary>
public class MutantTests
{
    [Fact]
    public void The_samples_are_sound()
    {
        foreach (var (_, text) in MutantSamples.All) Assert.Empty(Marked.Check(text + "\n").Select(f => $"{f.Place} {f.RuleId} {f.Message}"));
    }

    [Fact]
    public void What_is_spoiled_is_reported_where_it_was_spoiled_and_what_is_harmless_is_not()
    {
        var mutants = MutantSamples.All.SelectMany(s => new Mutator(s.Name, s.Text).All()).DistinctBy(m => m.Text).ToList();
        var wrong = mutants.Where(m => !m.IsHarmless).ToList();
        var harmless = mutants.Where(m => m.IsHarmless).ToList();
        Assert.True(wrong.Count >= 1000, $"{wrong.Count} spoiled documents");
        Assert.True(harmless.Count >= 500, $"{harmless.Count} harmless documents");

        var missed = wrong.AsParallel().Where(m => !Check(m).Any(f => f.Place.Line <= m.To && f.Place.EndLine >= m.From)).Select(m => m.What).Order().ToList();
        var alarms = harmless.AsParallel().SelectMany(m => Check(m).Select(f => $"{m.What}: {f.Place} {f.RuleId} {f.Message}")).Order().ToList();
        Assert.True(
            missed.Count + alarms.Count == 0,
            $"{missed.Count} of {wrong.Count} were not seen:\n{string.Join('\n', missed)}\n{alarms.Count} false alarms over {harmless.Count}:\n{string.Join('\n', alarms)}");
    }

    private static List<Finding> Check(Mutant mutant) => Marked.Check(mutant.Text);
}
