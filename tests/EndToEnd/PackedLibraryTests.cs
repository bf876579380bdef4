using System.IO.Compression;

namespace Argosy.EndToEnd;

/// <summary>Templates that come in a package: a library is packed, another project takes it from a feed and calls them.</summary>
public sealed class PackedLibraryTests(PackageFeed feed)
{
    [Fact]
    public void A_template_of_a_package_is_a_templateRef_and_a_wrong_argument_is_the_compilers_error()
    {
        var id = "Acme.Templates.T" + Guid.NewGuid().ToString("N")[..8];
        using var library = new TemporaryProject(feed, id, properties: "<OutputType>Library</OutputType><PackageVersion>1.2.3</PackageVersion><RootNamespace>Acme</RootNamespace><Authors>Acme</Authors>");
        library.Write("Reports.cs", """
            using Argosy;

            namespace Acme;

            [WorkflowTemplate(Name = "acme-reports")]
            public static partial class Reports
            {
                [Container("alpine", Command = ["render", "{{rows}}"])]
                public static partial Step<string> Render(int rows, string title = "Report");
            }
            """);
        library.Dotnet("pack", "-c", "Release", "-o", library.PathOf("feed")).Succeeds();
        using (var package = ZipFile.OpenRead(library.PathOf($"feed/{id}.1.2.3.nupkg"))) Assert.Contains(package.Entries, entry => entry.FullName == $"lib/net10.0/{id}.dll");

        using var app = new TemporaryProject(feed, "App", items: $"<PackageReference Include=\"{id}\" Version=\"1.2.3\" />");
        app.Edit("nuget.config", "</packageSources>", $"<add key=\"acme\" value=\"{library.PathOf("feed")}\" /></packageSources>");
        app.Write("Program.cs", """
            using Argosy;
            using static Argosy.Flow;

            return await ArgosyApp.RunAsync(args);

            [Workflow(Name = "nightly")]
            public static partial class Nightly
            {
                [Dag, Entrypoint]
                private static void Run()
                {
                    var first = Acme.Reports.Render(3);
                    Acme.Reports.Render(4, first);
                }
            }
            """);
        try
        {
            app.Build().Succeeds();
            var manifest = app.Manifest("nightly.yaml");
            Assert.Contains("templateRef:", manifest, StringComparison.Ordinal);
            Assert.Contains("name: acme-reports", manifest, StringComparison.Ordinal);
            Assert.Contains("template: render", manifest, StringComparison.Ordinal);

            app.Edit("Program.cs", "Render(4, first)", "Render(\"four\", first)");
            var refused = app.Build();
            Assert.NotEqual(0, refused.ExitCode);
            Assert.Contains(app.PlaceOf("Program.cs", "\"four\"") + ": error CS1503", refused.Output, StringComparison.Ordinal);
        }
        finally
        {
            var unpacked = Path.Combine(Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"), id.ToLowerInvariant());
            if (Directory.Exists(unpacked)) Directory.Delete(unpacked, recursive: true);
        }
    }
}
