namespace Argosy;

/// <summary><c>resources</c> of the container.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ResourcesAttribute : Attribute
{
    /// <summary><c>requests.cpu</c>.</summary>
    public string? Cpu { get; set; }

    /// <summary><c>requests.memory</c>.</summary>
    public string? Memory { get; set; }

    /// <summary><c>requests.ephemeral-storage</c>.</summary>
    public string? EphemeralStorage { get; set; }

    /// <summary><c>limits.cpu</c>.</summary>
    public string? CpuLimit { get; set; }

    /// <summary><c>limits.memory</c>.</summary>
    public string? MemoryLimit { get; set; }

    /// <summary><c>limits.ephemeral-storage</c>.</summary>
    public string? EphemeralStorageLimit { get; set; }

    /// <summary><c>limits</c> of other resources as <c>name=quantity</c>, such as <c>nvidia.com/gpu=1</c>.</summary>
    public string[] Extended { get; set; } = [];
}

/// <summary><c>nodeSelector</c>.</summary>
/// <param name="label">The label of the node.</param>
/// <param name="value">Its value.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class NodeSelectorAttribute(string label, string value) : Attribute
{
    /// <summary>The label of the node.</summary>
    public string Label { get; } = label;

    /// <summary>Its value.</summary>
    public string Value { get; } = value;
}

/// <summary>An entry of <c>tolerations</c>.</summary>
/// <param name="key"><c>key</c>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class TolerationAttribute(string? key = null) : Attribute
{
    /// <summary><c>key</c>.</summary>
    public string? Key { get; } = key;

    /// <summary><c>operator</c>: <c>Equal</c> or <c>Exists</c>.</summary>
    public string? Operator { get; set; }

    /// <summary><c>value</c>.</summary>
    public string? Value { get; set; }

    /// <summary><c>effect</c>.</summary>
    public string? Effect { get; set; }

    /// <summary><c>tolerationSeconds</c>.</summary>
    public int Seconds { get; set; }
}

/// <summary><c>serviceAccountName</c> of the workflow or of the template.</summary>
/// <param name="name">The service account.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class ServiceAccountAttribute(string name) : Attribute
{
    /// <summary>The service account.</summary>
    public string Name { get; } = name;
}

/// <summary><c>executor.serviceAccountName</c>.</summary>
/// <param name="name">The service account.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class ExecutorServiceAccountAttribute(string name) : Attribute
{
    /// <summary>The service account.</summary>
    public string Name { get; } = name;
}

/// <summary><c>securityContext</c> of the pods.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class SecurityContextAttribute : Attribute
{
    /// <summary><c>runAsUser</c>.</summary>
    public int RunAsUser { get; set; }

    /// <summary><c>runAsGroup</c>.</summary>
    public int RunAsGroup { get; set; }

    /// <summary><c>fsGroup</c>.</summary>
    public int FsGroup { get; set; }

    /// <summary><c>runAsNonRoot</c>.</summary>
    public bool RunAsNonRoot { get; set; }
}

/// <summary>An entry of <c>spec.imagePullSecrets</c>.</summary>
/// <param name="name">The secret.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ImagePullSecretAttribute(string name) : Attribute
{
    /// <summary>The secret.</summary>
    public string Name { get; } = name;
}

/// <summary>A label: <c>metadata.labels</c> of the object, or of the pods of a template.</summary>
/// <param name="key">The label.</param>
/// <param name="value">Its value.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class LabelAttribute(string key, string value) : Attribute
{
    /// <summary>The label.</summary>
    public string Key { get; } = key;

    /// <summary>Its value.</summary>
    public string Value { get; } = value;
}

/// <summary>An annotation: <c>metadata.annotations</c> of the object, or of the pods of a template.</summary>
/// <param name="key">The annotation.</param>
/// <param name="value">Its value.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class AnnotationAttribute(string key, string value) : Attribute
{
    /// <summary>The annotation.</summary>
    public string Key { get; } = key;

    /// <summary>Its value.</summary>
    public string Value { get; } = value;
}

/// <summary>An annotation of the node in the status: <c>annotations</c> of the template, such as <c>workflows.argoproj.io/display-name</c>.</summary>
/// <param name="key">The annotation.</param>
/// <param name="value">Its value.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class NodeAnnotationAttribute(string key, string value) : Attribute
{
    /// <summary>The annotation.</summary>
    public string Key { get; } = key;

    /// <summary>Its value.</summary>
    public string Value { get; } = value;
}

/// <summary>A label of all pods: <c>spec.podMetadata.labels</c>.</summary>
/// <param name="key">The label.</param>
/// <param name="value">Its value.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class PodLabelAttribute(string key, string value) : Attribute
{
    /// <summary>The label.</summary>
    public string Key { get; } = key;

    /// <summary>Its value.</summary>
    public string Value { get; } = value;
}

/// <summary>An annotation of all pods: <c>spec.podMetadata.annotations</c>.</summary>
/// <param name="key">The annotation.</param>
/// <param name="value">Its value.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class PodAnnotationAttribute(string key, string value) : Attribute
{
    /// <summary>The annotation.</summary>
    public string Key { get; } = key;

    /// <summary>Its value.</summary>
    public string Value { get; } = value;
}

/// <summary>A label of the workflows that are made from this: <c>workflowMetadata.labels</c>, or <c>labelsFrom</c>.</summary>
/// <param name="key">The label.</param>
/// <param name="value">Its value.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class WorkflowLabelAttribute(string key, string value = "") : Attribute
{
    /// <summary>The label.</summary>
    public string Key { get; } = key;

    /// <summary>Its value.</summary>
    public string Value { get; } = value;

    /// <summary><c>labelsFrom.KEY.expression</c>.</summary>
    public string? Expression { get; set; }
}

/// <summary>An annotation of the workflows that are made from this: <c>workflowMetadata.annotations</c>.</summary>
/// <param name="key">The annotation.</param>
/// <param name="value">Its value.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class WorkflowAnnotationAttribute(string key, string value) : Attribute
{
    /// <summary>The annotation.</summary>
    public string Key { get; } = key;

    /// <summary>Its value.</summary>
    public string Value { get; } = value;
}
