namespace Argosy.Generator.Model;

/// <summary>One annotated class: an object of the manifest and what is generated for it. Plain values only, so that equal meaning compares equal.</summary>
internal sealed record WorkflowModel(
    ClassModel Class,
    string Kind,
    string ObjectName,
    bool HasRuntime,
    EquatableArray<MethodModel> Methods,
    EquatableArray<FunctionModel> Functions,
    EquatableArray<ArgumentDeclaration> Arguments,
    EquatableArray<TemplateModel> Templates,
    MapField Header,
    MapField Spec,
    string SourcePath,
    int Line,
    bool IsRejected)
{
    /// <summary>Stands in the model for the app's own image, which the project knows and the parse does not.</summary>
    public const string OwnImage = "\u0001own-image";

    /// <summary>How C# code submits it and reads its runs; null where no run is made of it.</summary>
    public BindingModel? Bindings { get; init; }

    /// <summary>What is known of the objects of other classes that it refers to.</summary>
    public EquatableArray<ReferencedObject> References { get; init; }

    /// <summary>What is wrong with a rejected workflow, one canonical <c>file(line,column): error ARGOnnn: text</c> a line, for builds in which no analyzer says it.</summary>
    public string Errors { get; init; } = "";
}

/// <summary>The C# class: where its other half goes.</summary>
internal sealed record ClassModel(string Namespace, EquatableArray<string> Declarations, string Name, string FullName)
{
    /// <summary>The name under which a compilation finds the class.</summary>
    public string MetadataName => (Namespace.Length > 0 ? Namespace + "." : "") + string.Join("+", Declarations.Select(d => d.Substring(d.LastIndexOf(' ') + 1)));
}

/// <summary>An object of another class, as far as its signatures tell.</summary>
internal sealed record ReferencedObject(string Name, bool IsCluster, MapField Outline);

/// <summary>A partial method whose body is generated.</summary>
internal sealed record MethodModel(string Signature, string Name, string Type);

/// <summary>A <c>[Function]</c>: what the registry needs to call it.</summary>
internal sealed record FunctionModel(string Method, string Template, bool HasValue, EquatableArray<FunctionInput> Inputs, EquatableArray<FunctionOutput> Outputs);

/// <summary>An input of a function, by its C# parameter.</summary>
internal sealed record FunctionInput(string Parameter, string Name, string Type, bool IsArtifact, string? ContentType, string Path, bool HasDefault, string? Default);

/// <summary>An output of a function; Member is the path from the value, empty for the value itself.</summary>
internal sealed record FunctionOutput(string Member, string Name, bool IsArtifact, bool HasContent, string Path);

/// <summary>An argument of the workflow.</summary>
internal sealed record ArgumentDeclaration(string Name, string Parameter, string Type, string? Default, string? DefaultCode, bool IsArtifact);

/// <summary>A template.</summary>
internal sealed record TemplateModel(string Name, string Method, MapField Fields, GraphModel? Graph, int Mark);

/// <summary>The body of a DAG or Steps template.</summary>
internal sealed record GraphModel(bool IsSteps, EquatableArray<EquatableArray<TaskModel>> Groups);

/// <summary>A task of a DAG or a step.</summary>
internal sealed record TaskModel(string Name, string? Template, MapField Fields, EquatableArray<string> Dependencies, string? Depends, int Mark);
