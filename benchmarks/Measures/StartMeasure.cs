namespace Argosy.Benchmarks.Measures;

/// <summary>From the shell to the first answer, against the least that a .NET program takes.</summary>
internal static class StartMeasure
{
    public static async Task RunAsync()
    {
        var file = Path.Combine(Path.GetTempPath(), $"argosy-bench-{Guid.NewGuid():n}.yaml");
        await File.WriteAllTextAsync(file, "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {generateName: a-}\nspec: {entrypoint: a, templates: [{name: a, container: {image: busybox, command: [\"true\"]}}]}\n");
        try
        {
            var bare = await Measure.MedianSecondsAsync(9, () => BuiltTool.RunAsync("dotnet", Path.Combine(AppContext.BaseDirectory, "Argosy.Benchmarks.dll"), "measure", "nothing"));
            var version = await Measure.MedianSecondsAsync(9, () => BuiltTool.RunAsync("dotnet", BuiltTool.Path, "version", "--short"));
            var lint = await Measure.MedianSecondsAsync(9, () => BuiltTool.RunAsync("dotnet", BuiltTool.Path, "lint", file));
            Measure.Say($"an empty .NET program {bare * 1000:0} ms, argosy version {version * 1000:0} ms ({version / bare:0.0} times), argosy lint of one file {lint * 1000:0} ms ({lint / bare:0.0} times)");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
