using Argosy.Generator.Diagnostics;
using Argosy.Generator.Model;
using Argosy.Generator.Parsing.Graph;
using Argosy.Manifests.Names;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Argosy.Generator.Parsing;

/// <summary>Reads one annotated class, over all its files, into the model. The generator and the analyzer both run this.</summary>
internal sealed class WorkflowParser
{
    public static readonly string[] Kinds = ["Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate", "CronWorkflow", "WorkflowEventBinding", "Job"];

    private static readonly string[] s_ownSources = ["Value", "Default", "ConfigMap", "Expression", "Supplied", "Event", "From"];
    private readonly ParseContext _context;
    private readonly INamedTypeSymbol _type;
    private readonly WorkflowScope _scope;
    private readonly FieldReader _fields;

    private WorkflowParser(ParseContext context, INamedTypeSymbol type)
    {
        _context = context;
        _type = type;
        _scope = new WorkflowScope(context, type);
        _fields = new FieldReader(context);
    }

    public static WorkflowModel? Parse(INamedTypeSymbol type, ParseContext context) => new WorkflowParser(context, type).Parse();

    /// <summary>The attribute that makes a class an object of the manifest.</summary>
    public static Annotation? KindOf(INamedTypeSymbol type) => Annotation.Of(type).FirstOrDefault(a => Kinds.Contains(a.Name));

    /// <summary>The name by which people and the registry know the object.</summary>
    public static string NameOf(INamedTypeSymbol type)
    {
        var kind = KindOf(type);
        return kind?.Text("Alias") ?? kind?.Text("Name") ?? kind?.Text("GenerateName")?.TrimEnd('-') ?? ManifestNames.Kebab(type.Name);
    }

    private WorkflowModel? Parse()
    {
        if (KindOf(_type) is not { } kind) return null;
        var annotations = Annotation.Of(_type);
        var place = _type.Locations.FirstOrDefault();
        var declaration = (_type.DeclaringSyntaxReferences.FirstOrDefault(r => r.SyntaxTree == kind.Data.ApplicationSyntaxReference?.SyntaxTree) ?? _type.DeclaringSyntaxReferences.First()).GetSyntax(_context.Cancellation) as ClassDeclarationSyntax;
        CheckPartial(place);
        ObjectNames(kind, place);

        foreach (var method in _type.GetMembers().OfType<IMethodSymbol>())
        {
            if (method.PartialDefinitionPart is not null) continue;
            if (_scope.Shape(method) is { } shape) _scope.Shapes.Add(shape);
        }

        ReadArguments(kind);
        var parser = new TemplateParser(_scope);
        var templates = new List<TemplateModel>();
        CheckNames();
        foreach (var shape in _scope.Shapes)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            var before = _scope.Generated.Count;
            if (parser.Parse(shape) is { } template) templates.Add(template);
            for (var i = before; i < _scope.Generated.Count; i++) templates.Add(_scope.Generated[i]);
        }

        var declarative = new DeclarativeGraph(_scope).Parse(out var entryInputs);
        if (declarative is not null) templates.Insert(0, declarative);
        var all = templates.ToList();
        Inline(templates);
        var entry = Entry(kind, declarative);
        var arguments = declarative is not null && entry is null ? entryInputs : entry is null ? [] : Arguments(entry);
        var header = Header(kind, annotations);
        var spec = kind.Name switch
        {
            "Job" => JobSpec(kind, annotations),
            "WorkflowEventBinding" => BindingSpec(kind, annotations),
            _ => Spec(kind, annotations, entry?.Name ?? declarative?.Name, arguments),
        };

        var line = declaration?.Identifier.GetLocation().GetLineSpan().StartLinePosition.Line + 1 ?? 0;
        var hasRuntime = _context.Compilation.GetTypeByMetadataName("Argosy.WorkflowRegistry") is not null;
        return new WorkflowModel(
            ClassModelOf(declaration), kind.Name, NameOf(_type), hasRuntime,
            Methods().ToEquatable(), Functions().ToEquatable(), arguments.ToEquatable(), kind.Name is "Job" or "WorkflowEventBinding" ? default : templates.ToEquatable(),
            header, spec, SourcePath(declaration), line, _context.HasErrors)
        {
            Bindings = hasRuntime && IsRunnable(kind, entry, declarative) ? new BindingReader(_scope, all).Read(entry?.Name ?? declarative?.Name, arguments) : null,
            References = References(kind).ToEquatable(),
        };
    }

    private IEnumerable<ReferencedObject> References(Annotation kind)
    {
        var whole = kind.Type("Run");
        var types = _scope.Known.Select(s => s.Method.ContainingType).Where(t => !SymbolEqualityComparer.Default.Equals(t, _type));
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var type in whole is null ? types : types.Prepend(whole))
            if (seen.Add(type) && ReferencedObjects.Of(type, SymbolEqualityComparer.Default.Equals(type, whole)) is { } found) yield return found;
    }

    // A library of templates for others has no run of its own.
    private static bool IsRunnable(Annotation kind, TemplateShape? entry, TemplateModel? declarative) =>
        kind.Name is "Workflow" or "CronWorkflow" || (kind.Name is "WorkflowTemplate" or "ClusterWorkflowTemplate" && (entry is not null || declarative is not null));

    /// <summary>What every run must give is read from the workflow, unless other templates call the entry with values of their own.</summary>
    private void ReadArguments(Annotation kind)
    {
        if (kind.Name is not ("Workflow" or "CronWorkflow")) return;
        var entry = _scope.Shapes.FirstOrDefault(s => s.Annotations.Any(a => a.Name == "Entrypoint"))
            ?? (_scope.Shapes.Count(s => !s.Annotations.Any(a => a.Name == "OnExit")) == 1 ? _scope.Shapes.First(s => !s.Annotations.Any(a => a.Name == "OnExit")) : null);
        if (entry is null || entry.Inputs.All(i => i.HasOwnValue || i.IsArtifact)) return;
        var isCalled = _scope.Shapes.Where(s => s.IsGraph).Select(s => _context.BodyOf(s.Method)).Any(b => b is not null && b.Descendants().OfType<IInvocationOperation>().Any(i => SymbolEqualityComparer.Default.Equals(i.TargetMethod, entry.Method)));
        if (!isCalled) entry.ReadArguments(Annotation.Of(_type));
    }

    private string SourcePath(SyntaxNode? declaration)
    {
        var path = declaration?.SyntaxTree.FilePath ?? "";
        // PathMap, so that builds are deterministic.
        return _context.Compilation.Options.SourceReferenceResolver?.NormalizePath(path, null) ?? path;
    }

    private void CheckPartial(Location? place)
    {
        for (var type = _type; type is not null; type = type.ContainingType)
        {
            var isPartial = type.DeclaringSyntaxReferences.Select(r => r.GetSyntax(_context.Cancellation)).OfType<TypeDeclarationSyntax>().All(d => d.Modifiers.Any(SyntaxKind.PartialKeyword));
            if (isPartial) continue;
            if (SymbolEqualityComparer.Default.Equals(type, _type)) _context.Report(Descriptors.ClassNotPartial, place, _type.Name);
            else _context.Report(Descriptors.NestedClass, type.Locations.FirstOrDefault(), type.Name, _type.Name);
        }
    }

    private void ObjectNames(Annotation kind, Location? place)
    {
        var name = kind.Text("Name");
        var generate = kind.Text("GenerateName");
        if (name is not null && !ManifestNames.IsObjectName(name)) _context.Report(Descriptors.BadName, kind.PlaceOf("Name"), name, "metadata.name", "lower-case letters, digits, dashes and dots");
        if (generate is { Length: > 0 } && !ManifestNames.IsObjectName(generate, prefix: true)) _context.Report(Descriptors.BadName, kind.PlaceOf("GenerateName"), generate, "metadata.generateName", "lower-case letters, digits, dashes and dots");
        var max = kind.Name == "CronWorkflow" ? 52 : ManifestNames.MaxObjectName;
        if ((name ?? generate ?? ManifestNames.Kebab(_type.Name)).Length > max) _context.Report(Descriptors.NameTooLong, kind.PlaceOf(name is null ? "GenerateName" : "Name") ?? place, name ?? generate, (name ?? generate ?? "").Length, kind.Name, max);
    }

    private void CheckNames()
    {
        var seen = new Dictionary<string, TemplateShape>(StringComparer.Ordinal);
        foreach (var shape in _scope.Shapes)
        {
            if (seen.TryGetValue(shape.Name, out var other)) _context.Report(Descriptors.DuplicateTemplate, shape.Method.Locations.FirstOrDefault(), other.Method.Name, shape.Method.Name, shape.Name);
            else seen[shape.Name] = shape;
        }

        if (_scope.Shapes.Count > GraphChecks.MaxTasks) _context.Report(Descriptors.TooManyTasks, _type.Locations.FirstOrDefault(), _type.Name, _scope.Shapes.Count, GraphChecks.MaxTasks);
    }

    private TemplateShape? Entry(Annotation kind, TemplateModel? declarative)
    {
        var entries = _scope.Shapes.Where(s => s.Annotations.Any(a => a.Name == "Entrypoint")).ToList();
        if (entries.Count > 1) _context.Report(Descriptors.TwoEntrypoints, entries[1].Method.Locations.FirstOrDefault(), entries[0].Method.Name, entries[1].Method.Name);
        if (entries.Count > 0) return entries[0];
        if (declarative is not null) return null;
        if (kind.Name is not ("Workflow" or "CronWorkflow") || kind.Has("Run") || kind.Has("RunTemplate")) return null;
        var candidates = _scope.Shapes.Where(s => !s.Annotations.Any(a => a.Name == "OnExit")).ToList();
        if (candidates.Count == 1) return candidates[0];
        _context.Report(Descriptors.NoEntrypoint, _type.Locations.FirstOrDefault(), _type.Name);
        return null;
    }

    // An input that says itself where its value comes from is no argument, unless C# gives it a default too.
    private static IReadOnlyList<ArgumentDeclaration> Arguments(TemplateShape entry) =>
        entry.Annotations.FirstOrDefault(a => a.Name == "Entrypoint")?.Flag("Arguments") == false
            ? []
            : entry.Inputs.Where(i => i.IsArtifact || i.Default is not null || i.Attribute is not { } a || !s_ownSources.Any(a.Has)).Select(i => DeclarativeGraph.Argument(i)).ToList();

    private MapField Header(Annotation kind, List<Annotation> annotations)
    {
        var metadata = new FieldBuilder();
        metadata.Set("name", kind.Field("Name", _context));
        if (kind.Name is not ("Job" or "WorkflowEventBinding")) metadata.Set("generateName", kind.Field("GenerateName", _context));
        // An empty GenerateName says: no name at all, whoever creates the object gives one.
        if (kind.Text("GenerateName") == "") metadata = new FieldBuilder().Set("name", kind.Field("Name", _context));
        else if (!metadata.Has("name") && !metadata.Has("generateName"))
        {
            var name = ManifestNames.Kebab(_type.Name);
            metadata.Set(kind.Name == "Workflow" ? "generateName" : "name", kind.Name == "Workflow" ? name + "-" : name);
        }

        metadata.Set("namespace", kind.Field("Namespace", _context));
        foreach (var a in annotations)
            if (a.Name is "Label" or "Annotation") metadata.Map(a.Name == "Label" ? "labels" : "annotations").Set(a.Text("Key") ?? "", a.Field("Value", _context));
        if (kind.Name is not ("Job" or "WorkflowEventBinding") && SpecReader.Tree(_scope, kind, "Spec") is { Level: SpecLevel.Object } tree && tree.Fields["metadata"] is MapField more) metadata.Under(more, SpecReader.Conflict(_context, kind.PlaceOf("Spec")), "metadata");
        return new FieldBuilder()
            .Set("apiVersion", kind.Name == "Job" ? "batch/v1" : "argoproj.io/v1alpha1")
            .Set("kind", kind.Name)
            .Set("metadata", metadata.Build()).Build();
    }

    private MapField Spec(Annotation kind, List<Annotation> annotations, string? entrypoint, IReadOnlyList<ArgumentDeclaration> arguments)
    {
        var spec = new FieldBuilder();
        spec.Set("entrypoint", entrypoint);
        var own = kind.Name == "CronWorkflow" ? FieldTables.Spec.Where(f => f.Argument != "Suspend").ToArray() : FieldTables.Spec;
        _fields.Copy(kind, own, spec);
        if (kind.Type("Run") is { } run)
        {
            if (WorkflowScope.StoredName(run) is var (name, isCluster))
            {
                spec.Path("workflowTemplateRef.name", new TextField(name));
                if (isCluster) spec.Path("workflowTemplateRef.clusterScope", FieldBuilder.Boolean(true));
            }
            else
            {
                _context.Report(Descriptors.UnknownTemplate, kind.PlaceOf("Run"), run.Name, "the project", ": Run takes a class with [WorkflowTemplate] or [ClusterWorkflowTemplate]");
            }
        }

        foreach (var argument in arguments)
        {
            var entry = new FieldBuilder().Set("name", argument.Name);
            if (argument.IsArtifact)
            {
                var input = _scope.Shapes.SelectMany(s => s.Inputs).FirstOrDefault(i => i.IsArtifact && i.Name == argument.Name && i.Parameter.Name == argument.Parameter);
                if (input is not null) _fields.Location(Annotation.Of(input.Parameter), entry);
                if (entry.Has("s3") || entry.Has("http") || entry.Has("git") || entry.Has("raw") || entry.Has("gcs") || entry.Has("azure") || entry.Has("oss") || entry.Has("hdfs") || entry.Has("artifactory") || entry.Has("plugin")) continue;
                spec.Map("arguments").Append("artifacts", entry.Build());
                continue;
            }

            if (argument.Default is not null) entry.Set("value", argument.Default);
            spec.Map("arguments").Append("parameters", entry.Build());
        }

        var given = annotations.Where(a => a.Name == "Argument").Select(a => (Field)_fields.Copy(a, [("Name", "name"), .. FieldTables.Parameter]).Build()).ToEquatable();
        if (given.Count > 0) spec.Under(new FieldBuilder().Set("arguments", new FieldBuilder().Set("parameters", new ListField(given)).Build()).Build());
        var exit = _scope.Shapes.FirstOrDefault(s => s.Annotations.Any(a => a.Name == "OnExit"));
        spec.Set("onExit", exit?.Name);
        foreach (var hook in annotations.Where(a => a.Name == "Hook")) Hook(hook, spec);
        _fields.Policies(annotations, spec, isTemplate: false);
        WorkflowMetadata(annotations, spec);
        var tree = SpecReader.Tree(_scope, kind, "Spec");
        var inner = tree?.Level switch
        {
            SpecLevel.Inner => tree.Fields,
            SpecLevel.Outer when kind.Name == "CronWorkflow" => tree.Fields["workflowSpec"] as MapField,
            SpecLevel.Outer => tree.Fields,
            SpecLevel.Object when kind.Name == "CronWorkflow" => (tree.Fields["spec"] as MapField)?["workflowSpec"] as MapField,
            SpecLevel.Object => tree.Fields["spec"] as MapField,
            _ => null,
        };
        if (inner is not null) spec.Under(inner, SpecReader.Conflict(_context, kind.PlaceOf("Spec")));
        if (kind.Text("TemplateDefaults") is { } defaults && new SpecReader(_scope).Read(kind, "TemplateDefaults", defaults) is { } defaultsTree) spec.Set("templateDefaults", defaultsTree);
        if (kind.Name != "CronWorkflow") return spec.Build();
        var cron = _fields.Copy(kind, FieldTables.Cron);
        cron.Set("workflowSpec", spec.Build());
        var outer = tree?.Level == SpecLevel.Outer ? tree.Fields : tree?.Level == SpecLevel.Object ? tree.Fields["spec"] as MapField : null;
        if (outer is not null) cron.Under(new MapField(outer.Entries.Where(e => e.Key != "workflowSpec").ToEquatable()), SpecReader.Conflict(_context, kind.PlaceOf("Spec")));
        return cron.Build();
    }

    private void Hook(Annotation hook, FieldBuilder spec)
    {
        var name = hook.Text("Template") ?? "";
        var target = _scope.Shapes.FirstOrDefault(s => s.Method.Name == name);
        if (target is null)
        {
            _context.Report(Descriptors.UnknownTemplate, hook.PlaceOf("Template"), name, _type.Name, Suggestion.For(name, _scope.Shapes.Select(s => s.Method.Name)));
            return;
        }

        var entry = new FieldBuilder().Set("expression", hook.Field("Expression", _context)).Set("template", target.Name);
        foreach (var argument in hook.Texts("Arguments"))
        {
            var at = argument.IndexOf('=');
            if (at > 0) entry.Map("arguments").Append("parameters", new FieldBuilder().Set("name", argument.Substring(0, at)).Set("value", argument.Substring(at + 1)).Build());
        }

        spec.Map("hooks").Set(hook.Text("Name") ?? "exit", entry.Build());
    }

    private void WorkflowMetadata(List<Annotation> annotations, FieldBuilder spec)
    {
        foreach (var a in annotations)
        {
            if (a.Name == "WorkflowAnnotation") spec.Map("workflowMetadata").Map("annotations").Set(a.Text("Key") ?? "", a.Field("Value", _context));
            if (a.Name != "WorkflowLabel") continue;
            if (a.Has("Expression")) spec.Map("workflowMetadata").Map("labelsFrom").Set(a.Text("Key") ?? "", new FieldBuilder().Set("expression", a.Field("Expression", _context)).Build());
            else spec.Map("workflowMetadata").Map("labels").Set(a.Text("Key") ?? "", a.Field("Value", _context));
        }
    }

    private MapField JobSpec(Annotation kind, List<Annotation> annotations)
    {
        var spec = _fields.Copy(kind, [("Completions", "completions"), ("Parallelism", "parallelism"), ("ActiveDeadlineSeconds", "activeDeadlineSeconds"), ("TtlSecondsAfterFinished", "ttlSecondsAfterFinished"), ("BackoffLimit", "backoffLimit")]);
        var container = new FieldBuilder().Set("name", NameOf(_type));
        _fields.Copy(kind, FieldTables.Container, container);
        _fields.Container(annotations, container, new FieldBuilder());
        var pod = spec.Map("template").Map("spec");
        pod.Append("containers", container.Build());
        pod.Set("restartPolicy", kind.Field("RestartPolicy", _context) ?? new TextField("Never"));
        _fields.Policies(annotations.Where(a => a.Name is "NodeSelector" or "Toleration" or "ServiceAccount" or "SecurityContext" or "ImagePullSecret" or "Volume"), pod, isTemplate: false);
        SpecReader.Merge(_scope, kind, "Spec", spec);
        return spec.Build();
    }

    private MapField BindingSpec(Annotation kind, List<Annotation> annotations)
    {
        var spec = _fields.Copy(kind, [("Selector", "event.selector"), ("WorkflowName", "submit.metadata.name"), ("WorkflowGenerateName", "submit.metadata.generateName"), ("SubmitTemplate", "submit.workflowTemplateRef.name"), ("ClusterScope", "submit.workflowTemplateRef.clusterScope")]);
        if (kind.Type("Submit") is { } target && WorkflowScope.StoredName(target) is var (name, isCluster))
        {
            spec.Path("submit.workflowTemplateRef.name", new TextField(name));
            if (isCluster) spec.Path("submit.workflowTemplateRef.clusterScope", FieldBuilder.Boolean(true));
        }

        foreach (var a in annotations.Where(a => a.Name == "EventArgument"))
            spec.Map("submit").Map("arguments").Append("parameters", new FieldBuilder().Set("name", a.Field("Name", _context)).Path("valueFrom.event", a.Field("Expression", _context)).Build());
        return spec.Build();
    }

    /// <summary>Puts [Inline] templates into the tasks that call them.</summary>
    private void Inline(List<TemplateModel> templates)
    {
        foreach (var shape in _scope.Shapes.Where(s => s.IsInline))
        {
            _scope.Calls.TryGetValue(shape.Name, out var calls);
            if (calls != 1)
            {
                _context.Report(Descriptors.InlineCalls, shape.Method.Locations.FirstOrDefault(), shape.Method.Name, calls);
                continue;
            }

            var at = templates.FindIndex(t => t.Name == shape.Name);
            if (at < 0 || templates[at].Graph is not null) continue;
            var fields = templates[at].Fields;
            templates.RemoveAt(at);
            for (var i = 0; i < templates.Count; i++)
            {
                if (templates[i].Graph is not { } graph) continue;
                var groups = graph.Groups.Select(g => g.Select(t => t.Template == shape.Name ? Inlined(t, fields) : t).ToEquatable()).ToEquatable();
                templates[i] = templates[i] with { Graph = graph with { Groups = groups } };
            }
        }
    }

    private static TaskModel Inlined(TaskModel task, MapField body) =>
        task with { Template = null, Fields = new MapField(task.Fields.Entries.Concat([new FieldEntry("inline", body)]).ToEquatable()) };

    private ClassModel ClassModelOf(ClassDeclarationSyntax? declaration)
    {
        var declarations = new List<string>();
        for (var type = _type; type is not null; type = type.ContainingType)
        {
            var keyword = type.IsRecord ? (type.IsValueType ? "record struct" : "record") : type.IsValueType ? "struct" : type.TypeKind == TypeKind.Interface ? "interface" : "class";
            declarations.Insert(0, $"partial {keyword} {type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat).Split('.').Last()}");
        }

        _ = declaration;
        var space = _type.ContainingNamespace.IsGlobalNamespace ? "" : _type.ContainingNamespace.ToDisplayString();
        return new ClassModel(space, declarations.ToEquatable(), _type.Name, _type.ToDisplayString());
    }

    private IEnumerable<MethodModel> Methods()
    {
        foreach (var shape in _scope.Shapes)
        {
            var method = shape.Method;
            if (method is not { IsPartialDefinition: true, PartialImplementationPart: null }) continue;
            if (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_context.Cancellation) is not MethodDeclarationSyntax syntax) continue;
            var parameters = string.Join(", ", method.Parameters.Select(p => $"{(p.IsParams ? "params " : "")}{TypeText(p.Type)} @{p.Name}"));
            yield return new MethodModel($"{string.Join(" ", syntax.Modifiers.Select(m => m.ValueText))} {TypeText(method.ReturnType)} {method.Name}({parameters})", method.Name, shape.Kind.Name);
        }
    }

    private IEnumerable<FunctionModel> Functions()
    {
        foreach (var shape in _scope.Shapes)
        {
            if (shape.Kind.Name != "Function") continue;
            var inputs = shape.Inputs.Select(i => new FunctionInput(
                i.Parameter.Name, i.Name, TypeText(i.Parameter.Type), i.IsArtifact, Content(i.Parameter.Type), i.Attribute?.Text("Path") ?? "/argosy/inputs/" + i.Name,
                i.Parameter.HasExplicitDefaultValue, null));
            var outputs = shape.Outputs.Select(o => new FunctionOutput(o.Member, o.Name, o.Kind == OutputKind.Artifact, Content(o.Type) is not null, o.Attribute?.Text("Path") ?? "/argosy/outputs/" + o.Name));
            yield return new FunctionModel(shape.Method.Name, shape.Name, shape.Value is not null, inputs.ToEquatable(), outputs.ToEquatable());
        }
    }

    private static string? Content(ITypeSymbol type) => TemplateShape.IsArtifact(type) && type is INamedTypeSymbol { TypeArguments.Length: 1 } artifact ? TypeText(artifact.TypeArguments[0]) : null;

    public static string TypeText(ITypeSymbol type) => type.ToDisplayString(s_typeFormat);

    private static readonly SymbolDisplayFormat s_typeFormat =
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);
}
