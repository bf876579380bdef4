namespace Argosy.ModelGenerator;

/// <summary>Names of classes and properties: Argo's own, with the first letter and runs of capitals as .NET writes them.</summary>
internal static class Names
{
    private static readonly (string From, string To)[] Acronyms =
        [("DAG", "Dag"), ("HTTP", "Http"), ("GCS", "Gcs"), ("OSS", "Oss"), ("HDFS", "Hdfs"), ("TTL", "Ttl")];

    public static string Class(string name)
    {
        foreach (var (from, to) in Acronyms)
            if (name.StartsWith(from, StringComparison.Ordinal))
                return to + name[from.Length..];
        return name;
    }

    public static string Property(string field, string className)
    {
        var name = char.ToUpperInvariant(field[0]) + field[1..];
        return name == className ? name + "Value" : name;
    }
}
