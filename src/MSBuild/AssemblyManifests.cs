using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Argosy.MSBuild;

/// <summary>
/// Finds the manifests in an assembly's metadata: private constants of the classes in <c>Argosy.Generated</c>. Private constants, because a reference assembly
/// leaves them out, so that a changed graph does not rebuild the projects that reference this one; metadata, because nothing of the user's is loaded then.
/// </summary>
internal static class AssemblyManifests
{
    private const string Namespace = "Argosy.Generated";

    public static IReadOnlyList<CarriedManifest> Read(string assemblyPath)
    {
        using var stream = new FileStream(assemblyPath, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        using var image = new PEReader(stream);
        if (!image.HasMetadata) return [];
        var metadata = image.GetMetadataReader();
        var manifests = new List<CarriedManifest>();
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            if (!metadata.StringComparer.Equals(type.Namespace, Namespace)) continue;
            var constants = ReadConstants(metadata, type);
            if (constants.TryGetValue("FileName", out var fileName) && fileName is string name) manifests.Add(ToManifest(name, constants));
        }

        // Metadata order is the order in which the compiler met the files; the file name's order is the same on every machine.
        manifests.Sort(static (a, b) => string.CompareOrdinal(a.FileName, b.FileName) is var byName and not 0 ? byName
            : string.CompareOrdinal(a.SourcePath, b.SourcePath) is var byPath and not 0 ? byPath : a.Line.CompareTo(b.Line));
        return manifests;
    }

    private static Dictionary<string, object?> ReadConstants(MetadataReader metadata, TypeDefinition type)
    {
        var constants = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var handle in type.GetFields())
        {
            var field = metadata.GetFieldDefinition(handle);
            var value = field.GetDefaultValue();
            if (value.IsNil) continue;
            var constant = metadata.GetConstant(value);
            constants[metadata.GetString(field.Name)] = metadata.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode);
        }

        return constants;
    }

    private static CarriedManifest ToManifest(string fileName, Dictionary<string, object?> constants)
    {
        return new CarriedManifest(fileName, Text("Yaml"), Text("SourcePath") ?? "", Number("Line"), Number("Column"), Text("Errors") ?? "");

        string? Text(string name) => constants.TryGetValue(name, out var value) ? value as string : null;
        int Number(string name) => constants.TryGetValue(name, out var value) && value is int number ? number : 0;
    }
}
