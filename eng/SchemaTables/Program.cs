using Argosy.SchemaTables;

// The repository is found from the tool's own folder, the schema beside the checkout unless it is named.
var root = new DirectoryInfo(AppContext.BaseDirectory);
while (root is not null && !File.Exists(Path.Combine(root.FullName, "Generator.sln"))) root = root.Parent;
if (root is null)
{
    Console.Error.WriteLine("run this inside the repository");
    return 2;
}

var schema = args.Length > 0 ? args[0] : Path.Combine(root.FullName, "..", "shared", "argo", "schema.json");
if (!File.Exists(schema))
{
    Console.Error.WriteLine($"there is no schema at {schema}: name it as the first argument");
    return 2;
}

var code = SchemaTableWriter.Write(File.ReadAllText(Path.Combine(root.FullName, "eng", "SchemaTables", "go-structs.txt")), File.ReadAllText(schema));
File.WriteAllText(Path.Combine(root.FullName, "src", "Manifests", "Schema", "SchemaText.g.cs"), code);
return 0;
