using System.Text.Json.Nodes;

namespace Argosy.ModelGenerator;

/// <summary>One object type of Argo.</summary>
/// <param name="SchemaName">Its full name in the schema.</param>
/// <param name="ClassName">The name of its class.</param>
/// <param name="Definition">Its schema.</param>
internal sealed record ArgoType(string SchemaName, string ClassName, JsonObject Definition);

/// <summary>The definitions that a model is made from, beginning with the kinds that an author writes.</summary>
internal sealed class ArgoSchema
{
    public const string ArgoPrefix = "io.argoproj.workflow.v1alpha1.";

    private static readonly string[] Roots =
        ["Workflow", "WorkflowList", "WorkflowTemplate", "WorkflowTemplateList", "ClusterWorkflowTemplate", "ClusterWorkflowTemplateList",
         "CronWorkflow", "CronWorkflowList", "WorkflowEventBinding", "WorkflowEventBindingList", "SubmitOpts", "ArtifactRepository"];

    private readonly JsonObject _definitions;

    private ArgoSchema(JsonObject definitions) => _definitions = definitions;

    public static ArgoSchema Read(string file) =>
        new(JsonNode.Parse(File.ReadAllText(file))!["definitions"]!.AsObject());

    public JsonObject Definition(string name) => _definitions[name]!.AsObject();

    /// <summary>All types that the roots can reach, by name.</summary>
    public IEnumerable<ArgoType> ReachableTypes()
    {
        var found = new SortedDictionary<string, ArgoType>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<string>(Roots.Select(r => ArgoPrefix + r));
        while (waiting.TryPop(out var name))
        {
            var definition = Definition(name);
            if (!seen.Add(name))
                continue;
            if (definition["properties"] is not null || IsEmptyObject(name))
                found.Add(name, new ArgoType(name, Names.Class(name[ArgoPrefix.Length..]), definition));
            foreach (var reference in References(definition))
                if (reference.StartsWith(ArgoPrefix, StringComparison.Ordinal))
                    waiting.Push(reference);
        }

        return found.Values;
    }

    /// <summary>Whether a definition without properties is an object whose presence is its meaning (as against a free value).</summary>
    public bool IsEmptyObject(string name) =>
        name[ArgoPrefix.Length..] is not ("Plugin" or "Item" or "Amount" or "ParallelSteps")
        && Definition(name)["type"]?.GetValue<string>() == "object" && Definition(name)["additionalProperties"] is null;

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => p.Key == "$ref" ? [p.Value!.GetValue<string>()["#/definitions/".Length..]] : References(p.Value)),
        JsonArray a => a.SelectMany(References),
        _ => [],
    };
}
