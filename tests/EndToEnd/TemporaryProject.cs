namespace Argosy.EndToEnd;

/// <summary>A project of a user's in a folder of its own, with the packed package.</summary>
internal sealed class TemporaryProject : IDisposable
{
    private readonly PackageFeed _feed;

    public TemporaryProject(PackageFeed feed, string name = "App", string properties = "", string items = "", string frameworks = "<TargetFramework>net10.0</TargetFramework>")
    {
        _feed = feed;
        Name = name;
        Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="argosy-under-test" value="{feed.Folder}" />
              </packageSources>
            </configuration>
            """);
        Write($"{name}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                {frameworks}
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Argosy" Version="{feed.Version}" />
                {items}
              </ItemGroup>
            </Project>
            """);
    }

    public string Name { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("argosy-app-").FullName;

    public string Manifests => Path.Combine(Folder, "bin", "Debug", "net10.0", "manifests");

    /// <summary>A sample's sources in a project of their own, as a user would have them.</summary>
    public static TemporaryProject OfSample(PackageFeed feed, string sample)
    {
        var project = new TemporaryProject(feed, sample);
        foreach (var source in Directory.GetFiles(Repository.SampleFolder(sample), "*.cs")) File.Copy(source, project.PathOf(Path.GetFileName(source)));
        return project;
    }

    public string PathOf(string file) => Path.Combine(Folder, file);

    public void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
    }

    /// <summary>Replaces a text that is there once.</summary>
    public void Edit(string file, string text, string replacement)
    {
        var before = File.ReadAllText(PathOf(file));
        Assert.True(before.Split(text).Length == 2, $"'{text}' is not once in {file}.");
        File.WriteAllText(PathOf(file), before.Replace(text, replacement, StringComparison.Ordinal));
    }

    public Command Build(params string[] arguments) => Dotnet(["build", .. arguments]);

    public Command Dotnet(params string[] arguments) => Command.Run("dotnet", arguments, Folder);

    /// <summary>The names of the manifests that the last build left.</summary>
    public string[] ManifestNames() => Directory.Exists(Manifests) ? [.. Directory.GetFiles(Manifests).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)] : [];

    public string Manifest(string name) => File.ReadAllText(Path.Combine(Manifests, name));

    /// <summary>The line and column at which a text stands in a file, as compilers count.</summary>
    public string PlaceOf(string file, string text, int offset = 0)
    {
        var source = File.ReadAllText(PathOf(file));
        var at = source.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0, $"'{text}' is not in {file}.");
        var before = source[..(at + offset)];
        return $"{file}({before.Count(c => c == '\n') + 1},{before.Length - before.LastIndexOf('\n')})";
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
