using Argosy.Generator.Model;

namespace Argosy.Generator.Parsing;

/// <summary>Reads attributes into fields of the manifest.</summary>
internal sealed class FieldReader(ParseContext context)
{
    /// <summary>Copies arguments to their paths, in the order of the table.</summary>
    public FieldBuilder Copy(Annotation annotation, (string Argument, string Path)[] table, FieldBuilder? into = null)
    {
        into ??= new FieldBuilder();
        foreach (var (argument, path) in table) into.Path(path, annotation.Field(argument, context));
        return into;
    }

    public Field? Text(Annotation annotation, string argument) => annotation.Field(argument, context);

    /// <summary>Where an artifact is stored, if an attribute says it.</summary>
    public void Location(IEnumerable<Annotation> annotations, FieldBuilder artifact)
    {
        foreach (var annotation in annotations)
        {
            if (!FieldTables.Locations.TryGetValue(annotation.Name, out var table)) continue;
            var location = Copy(annotation, table.Fields);
            if (annotation.Name == "HttpFile")
                foreach (var header in annotation.Texts("Headers"))
                    location.Append("headers", Pair("name", "value", header, ':'));
            artifact.Set(table.Key, location.Build());
        }
    }

    public void Artifact(Annotation? annotation, FieldBuilder artifact)
    {
        if (annotation is null) return;
        Copy(annotation, FieldTables.Artifact, artifact);
        switch (annotation.Text("Archive"))
        {
            case "none": artifact.Path("archive.none", MapField.Empty); break;
            case "zip": artifact.Path("archive.zip", MapField.Empty); break;
            case "tar": artifact.Path("archive.tar", MapField.Empty); break;
            case { } other: context.Report(Diagnostics.Descriptors.UnknownAttributeValue, annotation.PlaceOf("Archive"), other, "archive format", Diagnostics.Suggestion.For(other, ["none", "tar", "zip"])); break;
        }

        artifact.Path("archive.tar.compressionLevel", annotation.Field("CompressionLevel", context));
    }

    /// <summary>Fields that a container has whichever template it is in.</summary>
    public void Container(IEnumerable<Annotation> annotations, FieldBuilder container, FieldBuilder template)
    {
        foreach (var a in annotations)
        {
            switch (a.Name)
            {
                case "Env" or "SecretEnv" or "ConfigEnv" or "FieldEnv":
                    container.Append("env", EnvironmentVariable(a));
                    break;
                case "EnvFrom":
                    container.Append("envFrom", Copy(a, [("Prefix", "prefix"), ("Secret", "secretRef.name"), ("ConfigMap", "configMapRef.name")]).Build());
                    break;
                case "Resources":
                    Copy(a, FieldTables.Resources, container.Map("resources"));
                    foreach (var extended in a.Texts("Extended"))
                    {
                        var at = extended.IndexOf('=');
                        if (at > 0) container.Map("resources").Map("limits").Set(extended.Substring(0, at), extended.Substring(at + 1));
                    }

                    break;
                case "Mount":
                    container.Append("volumeMounts", Copy(a, [("Name", "name"), ("MountPath", "mountPath"), ("SubPath", "subPath"), ("ReadOnly", "readOnly")]).Build());
                    break;
                case "Volume":
                    template.Append("volumes", Volume(a));
                    if (a.Has("MountPath")) container.Append("volumeMounts", Copy(a, [("Name", "name"), ("MountPath", "mountPath"), ("SubPath", "subPath"), ("ReadOnly", "readOnly")]).Build());
                    break;
                case "Privileged":
                    container.Path("securityContext.privileged", FieldBuilder.Boolean(true));
                    break;
                case "ReadinessProbe":
                    var probe = container.Map("readinessProbe");
                    if (a.Has("Command")) probe.Path("exec.command", a.Field("Command", context));
                    else if (a.Has("HttpPath")) Copy(a, [("HttpPath", "httpGet.path"), ("Port", "httpGet.port")], probe);
                    else probe.Path("tcpSocket.port", a.Field("Port", context));
                    Copy(a, [("InitialDelaySeconds", "initialDelaySeconds"), ("PeriodSeconds", "periodSeconds"), ("TimeoutSeconds", "timeoutSeconds"), ("FailureThreshold", "failureThreshold")], probe);
                    break;
            }
        }
    }

    public void Ports(Annotation annotation, FieldBuilder container)
    {
        if (annotation.Field("Ports", context) is not ListField ports) return;
        foreach (var port in ports.Items) container.Append("ports", new FieldBuilder().Set("containerPort", port).Build());
    }

    /// <summary>Policies and placement: what may stand on a template or on the whole workflow.</summary>
    public void Policies(IEnumerable<Annotation> annotations, FieldBuilder target, bool isTemplate)
    {
        foreach (var a in annotations)
        {
            if (FieldTables.Policies.TryGetValue(a.Name, out var policy))
            {
                var map = Copy(a, policy.Fields);
                if (a.Name == "Retry")
                    foreach (var argument in new[] { "Backoff", "MaxDuration", "Cap" }) Duration(a, argument);
                if (a.Name == "Retry" && a.Flag("OtherNode") == true) map.Path("affinity.nodeAntiAffinity", MapField.Empty);
                if (a.Name == "PodGC")
                    foreach (var label in a.Texts("Labels")) Assign(map.Map("labelSelector").Map("matchLabels"), label);
                target.Set(policy.Key, map.Build());
                continue;
            }

            switch (a.Name)
            {
                case "Timeout":
                    Duration(a, "Duration");
                    target.Set("timeout", a.Field("Duration", context));
                    break;
                case "Mutex": target.Map("synchronization").Append("mutexes", Copy(a, FieldTables.Mutex).Build()); break;
                case "Semaphore": target.Map("synchronization").Append("semaphores", Copy(a, FieldTables.Semaphore).Build()); break;
                case "Metric": target.Map("metrics").Append("prometheus", Metric(a)); break;
                case "NodeSelector": target.Map("nodeSelector").Set(a.Text("Label") ?? "", a.Field("Value", context)); break;
                case "Toleration": target.Append("tolerations", Copy(a, FieldTables.Toleration).Build()); break;
                case "ServiceAccount": target.Set("serviceAccountName", a.Field("Name", context)); break;
                case "Daemon": target.Set("daemon", FieldBuilder.Boolean(true)); break;
                case "Sidecar": target.Append("sidecars", ExtraContainer(a)); break;
                case "InitContainer": target.Append("initContainers", ExtraContainer(a)); break;
                case "NodeAnnotation": target.Map("annotations").Set(a.Text("Key") ?? "", a.Field("Value", context)); break;
                case "Label" when isTemplate: target.Map("metadata").Map("labels").Set(a.Text("Key") ?? "", a.Field("Value", context)); break;
                case "Annotation" when isTemplate: target.Map("metadata").Map("annotations").Set(a.Text("Key") ?? "", a.Field("Value", context)); break;
                case "PodLabel": target.Map("podMetadata").Map("labels").Set(a.Text("Key") ?? "", a.Field("Value", context)); break;
                case "PodAnnotation": target.Map("podMetadata").Map("annotations").Set(a.Text("Key") ?? "", a.Field("Value", context)); break;
                case "ImagePullSecret": target.Append("imagePullSecrets", Copy(a, [("Name", "name")]).Build()); break;
                case "VolumeClaim": target.Append("volumeClaimTemplates", VolumeClaim(a)); break;
                case "Volume" when !isTemplate: target.Append("volumes", Volume(a)); break;
            }
        }
    }

    /// <summary>A duration of Go, a number of seconds, or a text with tags.</summary>
    private void Duration(Annotation annotation, string argument)
    {
        if (annotation.Text(argument) is not { } text || text.IndexOf("{{", StringComparison.Ordinal) >= 0) return;
        if (!System.Text.RegularExpressions.Regex.IsMatch(text, @"^([0-9]+|([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h|d))+)$")) context.Report(Diagnostics.Descriptors.BadDuration, annotation.PlaceOf(argument), text);
    }

    public MapField VolumeClaim(Annotation a)
    {
        var claim = new FieldBuilder();
        claim.Path("metadata.name", a.Field("Name", context));
        claim.Path("spec.accessModes", a.Field("AccessModes", context) ?? new ListField(new Field[] { new TextField("ReadWriteOnce") }.ToEquatable()));
        claim.Path("spec.storageClassName", a.Field("StorageClass", context));
        claim.Path("spec.resources.requests.storage", a.Field("Size", context));
        return claim.Build();
    }

    public MapField Volume(Annotation a)
    {
        var volume = Copy(a, [("Name", "name"), ("Secret", "secret.secretName"), ("ConfigMap", "configMap.name"), ("Claim", "persistentVolumeClaim.claimName"), ("HostPath", "hostPath.path"), ("HostPathType", "hostPath.type"),
            ("Medium", "emptyDir.medium"), ("SizeLimit", "emptyDir.sizeLimit")]);
        if (!new[] { "Secret", "ConfigMap", "Claim", "HostPath", "Medium", "SizeLimit" }.Any(a.Has)) volume.Set("emptyDir", MapField.Empty);
        return volume.Build();
    }

    private MapField EnvironmentVariable(Annotation a) => Copy(a, a.Name switch
    {
        "SecretEnv" => [("Name", "name"), ("Secret", "valueFrom.secretKeyRef.name"), ("Key", "valueFrom.secretKeyRef.key"), ("Optional", "valueFrom.secretKeyRef.optional")],
        "ConfigEnv" => [("Name", "name"), ("ConfigMap", "valueFrom.configMapKeyRef.name"), ("Key", "valueFrom.configMapKeyRef.key"), ("Optional", "valueFrom.configMapKeyRef.optional")],
        "FieldEnv" => [("Name", "name"), ("FieldPath", "valueFrom.fieldRef.fieldPath")],
        _ => [("Name", "name"), ("Value", "value")],
    }).Build();

    private MapField ExtraContainer(Annotation a)
    {
        var container = new FieldBuilder().Set("name", a.Field("Name", context));
        Copy(a, FieldTables.Container, container);
        Ports(a, container);
        foreach (var variable in a.Texts("Env")) container.Append("env", Pair("name", "value", variable, '='));
        Copy(a, [("MirrorVolumeMounts", "mirrorVolumeMounts"), ("Privileged", "securityContext.privileged"), ("RestartPolicy", "restartPolicy")], container);
        return container.Build();
    }

    private MapField Metric(Annotation a)
    {
        var metric = Copy(a, FieldTables.Metric);
        foreach (var label in a.Texts("Labels")) metric.Append("labels", Pair("key", "value", label, '='));
        if (a.Has("Gauge") && !a.Has("Realtime")) metric.Path("gauge.realtime", FieldBuilder.Boolean(false));
        return metric.Build();
    }

    private static void Assign(FieldBuilder map, string pair)
    {
        var at = pair.IndexOf('=');
        if (at > 0) map.Set(pair.Substring(0, at), pair.Substring(at + 1));
    }

    private static MapField Pair(string nameKey, string valueKey, string pair, char separator)
    {
        var at = pair.IndexOf(separator);
        var name = at < 0 ? pair : pair.Substring(0, at);
        var value = at < 0 ? "" : pair.Substring(at + 1);
        return new FieldBuilder().Set(nameKey, name.Trim()).Set(valueKey, separator == ':' ? value.Trim() : value).Build();
    }
}
