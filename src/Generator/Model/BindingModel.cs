namespace Argosy.Generator.Model;

/// <summary>What C# code gets to submit a workflow and to read its runs.</summary>
internal sealed record BindingModel(
    string Access,
    string MethodAccess,
    string InputsAccess,
    string SubmitMethod,
    string RunMethod,
    string InputsClass,
    EquatableArray<BindingInput> Inputs,
    EquatableArray<NodeClassModel> Nodes);

/// <summary>An argument of the workflow; Default is C# code.</summary>
internal sealed record BindingInput(string Parameter, string Property, string Name, string Type, string? Default);

/// <summary>The class of a template's nodes. The first one is the workflow's own.</summary>
internal sealed record NodeClassModel(string Name, string Template, EquatableArray<NodeOutputModel> Outputs, EquatableArray<NodeChildModel> Children);

/// <summary>An output of a node.</summary>
internal sealed record NodeOutputModel(string Property, string Name, string Type, bool IsArtifact, string Access);

/// <summary>A node inside a node. Suffix is what its name adds; an empty Class is a node without outputs.</summary>
internal sealed record NodeChildModel(string Property, string Suffix, string Class, bool IsLoop);
