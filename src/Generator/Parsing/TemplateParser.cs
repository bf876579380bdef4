using Argosy.Generator.Diagnostics;
using Argosy.Generator.Model;
using Argosy.Generator.Parsing.Graph;
using Argosy.Manifests.Names;
using Microsoft.CodeAnalysis;

namespace Argosy.Generator.Parsing;

/// <summary>Reads one template method: its inputs, outputs, body and policies.</summary>
internal sealed class TemplateParser(WorkflowScope workflow)
{
    private readonly ParseContext _context = workflow.Context;
    private readonly FieldReader _fields = new(workflow.Context);

    public TemplateModel? Parse(TemplateShape shape)
    {
        var place = shape.Method.Locations.FirstOrDefault();
        Shape(shape, place);
        var fields = new FieldBuilder();
        _fields.Copy(shape.Kind, FieldTables.Template, fields);
        // A plain number of seconds is a number in the manifest too.
        if (fields.Get("activeDeadlineSeconds") is TextField { Text: var seconds } && int.TryParse(seconds, out _)) fields.Set("activeDeadlineSeconds", new PlainField(seconds));
        _fields.Policies(shape.Annotations, fields, isTemplate: true);
        Inputs(shape, fields);
        GraphModel? graph = null;
        var outputs = new FieldBuilder();
        if (shape.IsGraph)
        {
            graph = Graph(shape, outputs);
            if (shape.Kind.Flag("FailFast") is { } failFast)
                if (shape.Kind.Name == "Dag") fields.Path("dag.failFast", FieldBuilder.Boolean(failFast));
                else fields.Set("failFast", FieldBuilder.Boolean(failFast));
            fields.Path("dag.target", shape.Kind.Field("Target", _context));
        }
        else
        {
            if (shape.Kind.Flag("FailFast") is { } failFast) fields.Set("failFast", FieldBuilder.Boolean(failFast));
            Outputs(shape, fields);
            Body(shape, fields);
        }

        foreach (var a in shape.Annotations)
            if (FieldTables.Locations.TryGetValue(a.Name, out var location)) fields.Map("archiveLocation").Set(location.Key, _fields.Copy(a, location.Fields).Build());
        SpecReader.Merge(workflow, shape.Kind, "Spec", fields);
        var built = fields.Build();
        if (built["name"] is TextField own)
        {
            // A tree may repeat the template's name, and nothing else.
            if (own.Text != shape.Name) SpecReader.Conflict(_context, shape.Kind.PlaceOf("Spec"))("name", new TextField(shape.Name), own);
            built = new MapField(built.Entries.Where(e => e.Key != "name").ToEquatable(), built.Mark);
        }

        var tags = new TagReader(_context, shape, shape.Kind.Name == "Script");
        // The graph of a Spec tree is in Argo's own words: items, tasks and steps mean something there.
        var tree = new MapField(built.Entries.Select(e => e.Key is "dag" or "steps" or "outputs" && shape.IsGraph ? e : e with { Value = tags.Read(e.Value, e.Key) }).ToEquatable(), built.Mark);
        // What the body returns names its own tasks: those tags are made, not written. A Spec tree may say more outputs.
        if (!outputs.IsEmpty)
        {
            if (tree["outputs"] is MapField more) outputs.Map("outputs").Under(more, SpecReader.Conflict(_context, shape.Kind.PlaceOf("Spec")), "outputs");
            tree = new MapField(tree.Entries.Where(e => e.Key != "outputs").Concat(outputs.Build().Entries).ToEquatable(), tree.Mark);
        }

        return new TemplateModel(shape.Name, shape.Method.Name, tree, graph, _context.Mark(place));
    }

    private void Shape(TemplateShape shape, Location? place)
    {
        var method = shape.Method;
        var kinds = TemplateShape.KindsOf(shape.Annotations).ToList();
        if (kinds.Count > 1) _context.Report(Descriptors.TwoTemplateKinds, kinds[1].Place, method.Name, kinds[0].Name, kinds[1].Name);
        if (!ManifestNames.IsValid(shape.Name)) _context.Report(Descriptors.BadName, shape.Kind.PlaceOf("Name") ?? place, shape.Name, "name of a template", "letters, digits and dashes");
        else if (shape.Name.Length > ManifestNames.MaxTemplateName) _context.Report(Descriptors.NameTooLong, place, shape.Name, shape.Name.Length, "template", ManifestNames.MaxTemplateName);

        var hasBody = method.PartialDefinitionPart is null && !method.IsPartialDefinition;
        if (shape.IsGraph)
        {
            if (!hasBody || !method.IsStatic) _context.Report(Descriptors.GraphMethodShape, place, method.Name, hasBody ? "it is not static" : "it has no body");
            else if (!method.ReturnsVoid && !TemplateShape.IsStep(method.ReturnType)) _context.Report(Descriptors.GraphMethodShape, place, method.Name, $"it returns {method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}");
        }
        else if (shape.Kind.Name == "Function")
        {
            if (!hasBody || !method.IsStatic || !TemplateShape.IsStep(method.ReturnType))
                _context.Report(Descriptors.FunctionShape, place, method.Name, !hasBody ? "it has no body" : !method.IsStatic ? "it is not static" : $"it returns {method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}");
        }
        else if (hasBody || !method.IsStatic || !TemplateShape.IsStep(method.ReturnType))
        {
            _context.Report(Descriptors.TemplateMethodShape, place, method.Name, hasBody ? "it has a body or is not partial" : !method.IsStatic ? "it is not static" : $"it returns {method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}");
        }
    }

    private void Inputs(TemplateShape shape, FieldBuilder fields)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var isEntry = shape.Annotations.Any(a => a.Name == "Entrypoint");
        foreach (var input in shape.Inputs)
        {
            if (input.IsWorkflowArgument) continue;
            var place = input.Parameter.Locations.FirstOrDefault();
            if (!names.Add((input.IsArtifact ? "a:" : "p:") + input.Name)) _context.Report(Descriptors.DuplicateInput, place, input.Name, shape.Method.Name, input.IsArtifact ? "artifacts" : "parameters");
            if (!ManifestNames.IsValid(input.Name, underscores: true)) _context.Report(Descriptors.BadName, place, input.Name, input.IsArtifact ? "name of an artifact" : "name of a parameter", "letters, digits, dashes and underscores");
            var entry = new FieldBuilder().Set("name", input.Name);
            var annotations = Annotation.Of(input.Parameter);
            if (input.IsArtifact)
            {
                _fields.Artifact(input.Attribute, entry);
                _fields.Location(annotations, entry);
                if (shape.Kind.Name == "Function" && !entry.Has("path")) entry.Set("path", "/argosy/inputs/" + input.Name);
                else if (!shape.IsGraph && !entry.Has("path") && shape.Kind.Name is not ("Http" or "Plugin" or "Resource")) _context.Report(Descriptors.InputPathMissing, place, input.Parameter.Name, shape.Method.Name);
                if (input.Parameter.HasExplicitDefaultValue && !entry.Has("optional") && !input.HasOwnValue) entry.Set("optional", FieldBuilder.Boolean(true));
                fields.Map("inputs").Append("artifacts", entry.Build());
                continue;
            }

            if (!IsValueType(input.Parameter.Type)) _context.Report(Descriptors.UnsupportedType, place, $"'{input.Parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'");
            if (input.Attribute is { } attribute)
            {
                _fields.Copy(attribute, FieldTables.Parameter, entry);
                entry.Set("default", attribute.Field("Default", _context));
                if (attribute.Flag("Supplied") == true) entry.Path("valueFrom.supplied", MapField.Empty);
                var allowed = attribute.Texts("Enum");
                if (allowed.Count > 0 && input.Default is { } value && !allowed.Contains(value)) _context.Report(Descriptors.DefaultNotInEnum, place, value, input.Parameter.Name, string.Join(", ", allowed));
            }

            // The default of an entry's parameter is the workflow's argument, which it would only repeat.
            if (input.Default is { } text && !isEntry && !entry.Has("value") && !entry.Has("default"))
            {
                if (!entry.Has("valueFrom")) entry.Set("value", text);
                else if (text.Length > 0) entry.Path("valueFrom.default", new TextField(text));
            }

            fields.Map("inputs").Append("parameters", entry.Build());
        }
    }

    public static bool IsValueType(ITypeSymbol type) =>
        type.TypeKind != TypeKind.Delegate && type.TypeKind != TypeKind.Pointer && type.SpecialType != SpecialType.System_Void && !TemplateShape.IsStep(type)
        && type.ToDisplayString() is not ("System.IO.Stream" or "System.Threading.CancellationToken" or "System.Threading.Tasks.Task");

    private void Outputs(TemplateShape shape, FieldBuilder fields)
    {
        foreach (var output in shape.Outputs)
        {
            if (output.Kind == OutputKind.Result) continue;
            var entry = new FieldBuilder().Set("name", output.Name);
            var place = output.Attribute?.Place ?? shape.Method.Locations.FirstOrDefault();
            if (!ManifestNames.IsValid(output.Name, underscores: true)) _context.Report(Descriptors.BadName, place, output.Name, "name of an output", "letters, digits, dashes and underscores");
            if (output.Kind == OutputKind.Artifact)
            {
                _fields.Artifact(output.Attribute, entry);
                _fields.Location(output.Annotations, entry);
                if (shape.Kind.Name == "Function" && !entry.Has("path")) entry.Set("path", "/argosy/outputs/" + output.Name);
                else if (!entry.Has("path") && shape.Kind.Name is "Container" or "Script" or "ContainerSet") _context.Report(Descriptors.OutputNotWritten, place, output.Name, shape.Method.Name, "give its [Artifact] a Path");
                fields.Map("outputs").Append("artifacts", entry.Build());
                continue;
            }

            if (output.Attribute is { } attribute)
            {
                _fields.Copy(attribute, FieldTables.Parameter, entry);
                entry.Path("valueFrom.default", attribute.Field("Default", _context));
                if (attribute.Flag("Supplied") == true) entry.Path("valueFrom.supplied", MapField.Empty);
            }

            if (!entry.Has("valueFrom") && !entry.Has("value"))
            {
                if (shape.Kind.Name == "Function") entry.Path("valueFrom.path", new TextField("/argosy/outputs/" + output.Name));
                else if (shape.Kind.Name == "Suspend") entry.Path("valueFrom.supplied", MapField.Empty);
                else if (output.Attribute?.Has("Default") != true)
                    _context.Report(Descriptors.OutputNotWritten, place, output.Name, shape.Method.Name, "give its [Parameter] a Path, or an Expression");
            }
            else if (shape.Kind.Name == "Function" && (entry.Get("valueFrom") as MapField)?["path"] is null)
            {
                entry.Path("valueFrom.path", new TextField("/argosy/outputs/" + output.Name));
            }

            fields.Map("outputs").Append("parameters", entry.Build());
        }
    }

    private void Body(TemplateShape shape, FieldBuilder fields)
    {
        var kind = shape.Kind;
        if (kind.Name == "Function")
        {
            FunctionBody(shape, fields);
            return;
        }

        if (kind.Name == "Plugin")
        {
            fields.Map("plugin").Set(kind.Text("Plugin") ?? "", JsonFields.Parse(kind.Text("Json") ?? "{}"));
            return;
        }

        if (kind.Name == "Data")
        {
            if (kind.Field("Transformation", _context) is ListField steps)
                foreach (var step in steps.Items) fields.Map("data").Append("transformation", new FieldBuilder().Set("expression", step).Build());
            foreach (var a in shape.Annotations)
                if (FieldTables.Locations.TryGetValue(a.Name, out var source)) fields.Path("data.source.artifactPaths", new FieldBuilder().Set("name", "source").Set(source.Key, _fields.Copy(a, source.Fields).Build()).Build());
            return;
        }

        var (key, table) = FieldTables.Bodies[kind.Name];
        var body = _fields.Copy(kind, table, fields.Map(key));
        switch (kind.Name)
        {
            case "Container" or "Script":
                _fields.Ports(kind, body);
                _fields.Container(shape.Annotations, body, fields);
                ParameterEnvironment(shape, body);
                break;
            case "Http":
                foreach (var header in shape.Annotations.Where(a => a.Name == "Header"))
                    body.Append("headers", _fields.Copy(header, header.Has("Secret")
                        ? [("Name", "name"), ("Secret", "valueFrom.secretKeyRef.name"), ("Key", "valueFrom.secretKeyRef.key")]
                        : [("Name", "name"), ("Value", "value")]).Build());
                break;
            case "ContainerSet":
                foreach (var volume in shape.Annotations.Where(a => a.Name == "Volume")) fields.Append("volumes", _fields.Volume(volume));
                foreach (var node in shape.Annotations.Where(a => a.Name == "ContainerNode"))
                {
                    var container = _fields.Copy(node, [("Name", "name"), .. FieldTables.Container, ("Dependencies", "dependencies")]);
                    _fields.Ports(node, container);
                    body.Append("containers", container.Build());
                }

                foreach (var mount in shape.Annotations.Where(a => a.Name == "Mount"))
                    body.Append("volumeMounts", _fields.Copy(mount, [("Name", "name"), ("MountPath", "mountPath"), ("SubPath", "subPath"), ("ReadOnly", "readOnly")]).Build());
                break;
        }
    }

    /// <summary>[Env] on a parameter.</summary>
    private static void ParameterEnvironment(TemplateShape shape, FieldBuilder body)
    {
        foreach (var input in shape.Inputs)
            foreach (var env in Annotation.Of(input.Parameter).Where(a => a.Name == "Env"))
                body.Append("env", new FieldBuilder().Set("name", env.Text("Name") ?? ManifestNames.UpperSnake(input.Parameter.Name)).Set("value", $"{{{{{input.Tag}}}}}").Build());
    }

    private void FunctionBody(TemplateShape shape, FieldBuilder fields)
    {
        var container = fields.Map("container");
        container.Set("image", shape.Kind.Field("Image", _context) ?? new TextField(WorkflowModel.OwnImage));
        container.Set("imagePullPolicy", shape.Kind.Field("ImagePullPolicy", _context));
        container.Set("args", new ListField(new Field[] { new TextField("function"), new TextField(FunctionName(workflow.Type, shape)) }.ToEquatable()));
        foreach (var input in shape.Inputs.Where(i => !i.IsArtifact))
            container.Append("env", new FieldBuilder().Set("name", "ARGOSY_INPUT64_" + input.Name).Set("value", $"{{{{=sprig.b64enc({(input.IsWorkflowArgument ? "workflow" : "inputs")}.parameters['{input.Name}'])}}}}").Build());
        _fields.Container(shape.Annotations, container, fields);
    }

    public static string FunctionName(INamedTypeSymbol type, TemplateShape shape) => $"{WorkflowParser.NameOf(type)}/{shape.Name}";

    private GraphModel? Graph(TemplateShape shape, FieldBuilder fields)
    {
        var graph = new GraphBuilder(workflow, shape.Name, shape.Method.Name, shape.Kind.Name == "Steps", null);
        foreach (var input in shape.Inputs)
            graph.Declare(input.Parameter, new VariableValue(input.Tag.Split(['.'], 3), input.Parameter.Type, input.IsWorkflowArgument ? null : graph, null, input.IsArtifact));
        if (_context.BodyOf(shape.Method) is not { } body) return new GraphModel(graph.IsSteps, default);
        new StatementReader(graph).Body(body);
        OutputWriter.Write(graph, shape, fields);
        GraphChecks.Check(graph);
        return graph.Build();
    }
}
