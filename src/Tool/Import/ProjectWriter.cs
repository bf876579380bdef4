using Argosy.Cli;

namespace Argosy.Tool.Import;

/// <summary>Writes the project around the imported classes.</summary>
internal static class ProjectWriter
{
    /// <summary>The project file, the program, and the imported files; nothing that is there already is overwritten unless forced.</summary>
    public static IReadOnlyList<string> Write(string directory, string name, ImportResult import, string? checkout, bool overwrite)
    {
        var files = import.Files.Prepend(new ImportedFile("Program.cs", Program)).Prepend(new ImportedFile(name + ".csproj", Project(directory, checkout, import.Kept > 0))).ToList();
        if (!overwrite && files.FirstOrDefault(f => File.Exists(Path.Combine(directory, f.Path))) is { } there)
            throw new CliException($"{Path.Combine(directory, there.Path)} is there already: choose another folder with -o, or say --force to write over it");
        foreach (var file in files)
        {
            var path = Path.Combine(directory, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Text);
        }

        return [.. files.Select(f => f.Path)];
    }

    private const string Program = "return await Argosy.ArgosyApp.RunAsync(args);\n";

    private static string Project(string directory, string? checkout, bool keepsYaml)
    {
        var kept = keepsYaml
            ? """

                <ItemGroup>
                  <!-- Objects that are no workflows: they travel beside the manifests. -->
                  <None Update="Manifests/**/*.yaml" CopyToOutputDirectory="PreserveNewest" Link="manifests/%(Filename)%(Extension)" />
                </ItemGroup>

              """
            : "";
        if (checkout is null)
        {
            var version = typeof(ArgosyApp).Assembly.GetName().Version?.ToString(3) ?? "0.1.0";
            return $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <OutputType>Exe</OutputType>
                    <TargetFramework>net10.0</TargetFramework>
                    <Nullable>enable</Nullable>
                    <ImplicitUsings>enable</ImplicitUsings>
                  </PropertyGroup>

                  <ItemGroup>
                    <PackageReference Include="Argosy" Version="{version}" />
                  </ItemGroup>
                {kept}</Project>

                """;
        }

        var root = Path.GetRelativePath(directory, checkout).Replace('\\', '/').TrimEnd('/');
        return $"""
            <Project>
              <!-- Built against a checkout of Argosy: a project of your own has one PackageReference to Argosy instead. -->
              <PropertyGroup>
                <ArgosyCheckout>$(MSBuildThisFileDirectory){root}/</ArgosyCheckout>
              </PropertyGroup>
              <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
              <Import Project="$(ArgosyCheckout)eng/UseCheckout.props" />
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
            {kept}  <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
              <Import Project="$(ArgosyCheckout)eng/UseCheckout.targets" />
            </Project>

            """;
    }
}
