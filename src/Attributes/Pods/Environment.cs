namespace Argosy;

/// <summary>An environment variable. On a parameter: the input's value, the safe way into a shell script.</summary>
/// <param name="name"><c>env[].name</c>; on a parameter else the C# name in upper snake case.</param>
/// <param name="value"><c>env[].value</c>; tags are allowed.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Parameter, AllowMultiple = true)]
public sealed class EnvAttribute(string? name = null, string? value = null) : Attribute
{
    /// <summary><c>env[].name</c>; on a parameter else the C# name in upper snake case.</summary>
    public string? Name { get; } = name;

    /// <summary><c>env[].value</c>; tags are allowed.</summary>
    public string? Value { get; } = value;
}

/// <summary>An environment variable from a secret: <c>env[].valueFrom.secretKeyRef</c>.</summary>
/// <param name="name"><c>env[].name</c>.</param>
/// <param name="secret">The secret's name.</param>
/// <param name="key">The key in it.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class SecretEnvAttribute(string name, string secret, string key) : Attribute
{
    /// <summary><c>env[].name</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The secret's name.</summary>
    public string Secret { get; } = secret;

    /// <summary>The key in it.</summary>
    public string Key { get; } = key;

    /// <summary><c>optional</c>.</summary>
    public bool Optional { get; set; }
}

/// <summary>An environment variable from a ConfigMap: <c>env[].valueFrom.configMapKeyRef</c>.</summary>
/// <param name="name"><c>env[].name</c>.</param>
/// <param name="configMap">The ConfigMap's name.</param>
/// <param name="key">The key in it.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class ConfigEnvAttribute(string name, string configMap, string key) : Attribute
{
    /// <summary><c>env[].name</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The ConfigMap's name.</summary>
    public string ConfigMap { get; } = configMap;

    /// <summary>The key in it.</summary>
    public string Key { get; } = key;

    /// <summary><c>optional</c>.</summary>
    public bool Optional { get; set; }
}

/// <summary>An environment variable from a field of the pod: <c>env[].valueFrom.fieldRef</c>.</summary>
/// <param name="name"><c>env[].name</c>.</param>
/// <param name="fieldPath">Such as <c>status.podIP</c>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class FieldEnvAttribute(string name, string fieldPath) : Attribute
{
    /// <summary><c>env[].name</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Such as <c>status.podIP</c>.</summary>
    public string FieldPath { get; } = fieldPath;
}

/// <summary>All keys of a secret or ConfigMap as environment variables: <c>envFrom</c>.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class EnvFromAttribute : Attribute
{
    /// <summary><c>secretRef.name</c>.</summary>
    public string? Secret { get; set; }

    /// <summary><c>configMapRef.name</c>.</summary>
    public string? ConfigMap { get; set; }

    /// <summary><c>prefix</c>.</summary>
    public string? Prefix { get; set; }
}
