namespace Argosy;

/// <summary>A volume. On a template: for this template, mounted where <see cref="MountPath"/> is given. On a class: <c>spec.volumes</c>, for <c>[Mount]</c>.</summary>
/// <param name="name"><c>name</c>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class VolumeAttribute(string name) : Attribute
{
    /// <summary><c>name</c>.</summary>
    public string Name { get; } = name;

    /// <summary><c>volumeMounts[].mountPath</c> in this template.</summary>
    public string? MountPath { get; set; }

    /// <summary><c>volumeMounts[].subPath</c>.</summary>
    public string? SubPath { get; set; }

    /// <summary><c>volumeMounts[].readOnly</c>.</summary>
    public bool ReadOnly { get; set; }

    /// <summary><c>secret.secretName</c>.</summary>
    public string? Secret { get; set; }

    /// <summary><c>configMap.name</c>.</summary>
    public string? ConfigMap { get; set; }

    /// <summary><c>persistentVolumeClaim.claimName</c>.</summary>
    public string? Claim { get; set; }

    /// <summary><c>hostPath.path</c>.</summary>
    public string? HostPath { get; set; }

    /// <summary><c>hostPath.type</c>.</summary>
    public string? HostPathType { get; set; }

    /// <summary><c>emptyDir</c>; what a volume is when nothing else is said.</summary>
    public bool EmptyDir { get; set; }

    /// <summary><c>emptyDir.medium</c>.</summary>
    public string? Medium { get; set; }

    /// <summary><c>emptyDir.sizeLimit</c>.</summary>
    public string? SizeLimit { get; set; }
}

/// <summary>Mounts a volume of the workflow: <c>volumeMounts</c>.</summary>
/// <param name="name">The volume's name.</param>
/// <param name="mountPath"><c>mountPath</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class MountAttribute(string name, string mountPath) : Attribute
{
    /// <summary>The volume's name.</summary>
    public string Name { get; } = name;

    /// <summary><c>mountPath</c>.</summary>
    public string MountPath { get; } = mountPath;

    /// <summary><c>subPath</c>.</summary>
    public string? SubPath { get; set; }

    /// <summary><c>readOnly</c>.</summary>
    public bool ReadOnly { get; set; }
}

/// <summary>A claim that is made for each run: <c>spec.volumeClaimTemplates</c>.</summary>
/// <param name="name"><c>metadata.name</c>.</param>
/// <param name="size"><c>spec.resources.requests.storage</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class VolumeClaimAttribute(string name, string size) : Attribute
{
    /// <summary><c>metadata.name</c>.</summary>
    public string Name { get; } = name;

    /// <summary><c>spec.resources.requests.storage</c>.</summary>
    public string Size { get; } = size;

    /// <summary><c>spec.accessModes</c>; <c>ReadWriteOnce</c> if absent.</summary>
    public string[] AccessModes { get; set; } = [];

    /// <summary><c>spec.storageClassName</c>.</summary>
    public string? StorageClass { get; set; }
}
