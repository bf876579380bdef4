using Argosy.Manifests.Schema;
using Argosy.SchemaTables;

namespace Argosy.Manifests.Tests;

public class SchemaTableTests
{
    [Fact]
    public void The_tables_are_those_that_the_schema_gives()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Generator.sln"))) root = root.Parent;
        var schema = root is null ? null : Path.Combine(root.FullName, "..", "shared", "argo", "schema.json");
        Assert.SkipUnless(schema is not null && File.Exists(schema), "The schema of the API is not beside the checkout.");

        var made = SchemaTableWriter.Write(File.ReadAllText(Path.Combine(root!.FullName, "eng", "SchemaTables", "go-structs.txt")), File.ReadAllText(schema!));
        Assert.Equal(made, File.ReadAllText(Path.Combine(root.FullName, "src", "Manifests", "Schema", "SchemaText.g.cs")));
    }

    [Fact]
    public void Every_struct_of_the_table_can_be_built_and_its_types_are_known()
    {
        foreach (var key in SchemaTable.Keys)
            foreach (var field in SchemaTable.Struct(key).Fields)
            {
                if (field.Type.Kind == GoKind.Struct) Assert.NotEmpty(field.Type.Struct!.Name);
                Assert.NotEmpty(field.Type.Print);
            }
    }

    [Fact]
    public void Fields_have_gos_order_and_types()
    {
        var step = SchemaTable.Struct("v1alpha1.WorkflowStep");
        Assert.Equal(["name", "template", "inline", "arguments", "templateRef"], step.Fields.Take(5).Select(f => f.Name));
        Assert.Equal("map[string]string", SchemaTable.Struct("v1alpha1.WorkflowSpec").Field("nodeSelector")!.Type.Print);
        Assert.Equal("Container.", SchemaTable.Struct("v1alpha1.ScriptTemplate").Field("image")!.Embedded);
        Assert.True(SchemaTable.Struct("v1alpha1.DAGTask").Field("name")!.Required);
        Assert.Equal("name", SchemaTable.Struct("v1alpha1.DAGTask").FieldIgnoringCase("NAME")!.Name);
    }
}
