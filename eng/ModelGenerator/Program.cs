using Argosy.ModelGenerator;

if (args is not [var schemaFile, var folder])
{
    Console.Error.WriteLine("usage: ModelGenerator SCHEMA.json FOLDER");
    return 64;
}

var schema = ArgoSchema.Read(schemaFile);
Directory.CreateDirectory(folder);
foreach (var old in Directory.EnumerateFiles(folder, "*.g.cs"))
    File.Delete(old);
var count = 0;
foreach (var type in schema.ReachableTypes())
{
    File.WriteAllText(Path.Combine(folder, type.ClassName + ".g.cs"), ModelText.Write(schema, type));
    count++;
}

Console.WriteLine($"{count} types");
return 0;
