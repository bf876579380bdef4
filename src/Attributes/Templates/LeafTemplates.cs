namespace Argosy;

/// <summary>A template that runs one container. The method is <c>partial</c>; its body is written for you.</summary>
/// <param name="image"><c>container.image</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContainerAttribute(string image) : TemplateAttribute
{
    /// <summary><c>container.image</c>.</summary>
    public string Image { get; } = image;

    /// <summary><c>command</c>.</summary>
    public string[] Command { get; set; } = [];

    /// <summary><c>args</c>. <c>{{message}}</c> is short for <c>{{inputs.parameters.message}}</c>.</summary>
    public string[] Args { get; set; } = [];

    /// <summary><c>workingDir</c>.</summary>
    public string? WorkingDir { get; set; }

    /// <summary><c>imagePullPolicy</c>: <c>Always</c>, <c>IfNotPresent</c> or <c>Never</c>.</summary>
    public string? ImagePullPolicy { get; set; }

    /// <summary><c>ports[].containerPort</c>.</summary>
    public int[] Ports { get; set; } = [];
}

/// <summary>A template that runs a script in a container.</summary>
/// <param name="image"><c>script.image</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ScriptAttribute(string image) : TemplateAttribute
{
    /// <summary><c>script.image</c>.</summary>
    public string Image { get; } = image;

    /// <summary><c>script.source</c>: the text of the script.</summary>
    public string? Source { get; set; }

    /// <summary><c>command</c>.</summary>
    public string[] Command { get; set; } = [];

    /// <summary><c>workingDir</c>.</summary>
    public string? WorkingDir { get; set; }

    /// <summary><c>imagePullPolicy</c>: <c>Always</c>, <c>IfNotPresent</c> or <c>Never</c>.</summary>
    public string? ImagePullPolicy { get; set; }

    /// <summary><c>ports[].containerPort</c>.</summary>
    public int[] Ports { get; set; } = [];
}

/// <summary>A template that creates, changes, reads or deletes a Kubernetes object.</summary>
/// <param name="action"><c>resource.action</c>: <c>create</c>, <c>apply</c>, <c>get</c>, <c>patch</c>, <c>replace</c> or <c>delete</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ResourceAttribute(string action) : TemplateAttribute
{
    /// <summary><c>resource.action</c>: <c>create</c>, <c>apply</c>, <c>get</c>, <c>patch</c>, <c>replace</c> or <c>delete</c>.</summary>
    public string Action { get; } = action;

    /// <summary><c>resource.manifest</c>: the YAML of the object.</summary>
    public string? Manifest { get; set; }

    /// <summary><c>resource.successCondition</c>: a label selector over fields of the object.</summary>
    public string? SuccessCondition { get; set; }

    /// <summary><c>resource.failureCondition</c>.</summary>
    public string? FailureCondition { get; set; }

    /// <summary><c>resource.mergeStrategy</c> of a patch: <c>strategic</c>, <c>merge</c> or <c>json</c>.</summary>
    public string? MergeStrategy { get; set; }

    /// <summary><c>resource.setOwnerReference</c>: the object goes when the workflow goes.</summary>
    public bool SetOwnerReference { get; set; }

    /// <summary><c>resource.flags</c>: flags of kubectl.</summary>
    public string[] Flags { get; set; } = [];
}

/// <summary>A template that makes an HTTP request, from the workflow's agent.</summary>
/// <param name="url"><c>http.url</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HttpAttribute(string url) : TemplateAttribute
{
    /// <summary><c>http.url</c>.</summary>
    public string Url { get; } = url;

    /// <summary><c>http.method</c>; GET if absent.</summary>
    public string? Method { get; set; }

    /// <summary><c>http.body</c>.</summary>
    public string? Body { get; set; }

    /// <summary><c>http.timeoutSeconds</c>.</summary>
    public int TimeoutSeconds { get; set; }

    /// <summary><c>http.successCondition</c>: an expression over <c>response</c>.</summary>
    public string? SuccessCondition { get; set; }

    /// <summary><c>http.insecureSkipVerify</c>.</summary>
    public bool InsecureSkipVerify { get; set; }
}

/// <summary>A header of an <c>[Http]</c> template: <c>http.headers</c>.</summary>
/// <param name="name"><c>name</c>.</param>
/// <param name="value"><c>value</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class HeaderAttribute(string name, string value = "") : Attribute
{
    /// <summary><c>name</c>.</summary>
    public string Name { get; } = name;

    /// <summary><c>value</c>.</summary>
    public string Value { get; } = value;

    /// <summary><c>valueFrom.secretKeyRef.name</c>.</summary>
    public string? Secret { get; set; }

    /// <summary><c>valueFrom.secretKeyRef.key</c>.</summary>
    public string? Key { get; set; }
}

/// <summary>A template that waits: for a time, or until somebody resumes it.</summary>
/// <param name="duration"><c>suspend.duration</c>: seconds, or <c>1h30m</c>; absent: until resumed.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SuspendAttribute(string? duration = null) : TemplateAttribute
{
    /// <summary><c>suspend.duration</c>: seconds, or <c>1h30m</c>; absent: until resumed.</summary>
    public string? Duration { get; } = duration;
}

/// <summary>A template that lists and transforms artifacts without a container of yours.</summary>
/// <param name="transformation"><c>data.transformation[].expression</c>: each over <c>data</c>, what the step before it gave.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataAttribute(params string[] transformation) : TemplateAttribute
{
    /// <summary><c>data.transformation[].expression</c>: each over <c>data</c>, what the step before it gave.</summary>
    public string[] Transformation { get; } = transformation;
}

/// <summary>A template of several containers in one pod; one <c>[ContainerNode]</c> for each.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContainerSetAttribute : TemplateAttribute
{
    /// <summary><c>containerSet.retryStrategy.duration</c>.</summary>
    public string? RetryDuration { get; set; }

    /// <summary><c>containerSet.retryStrategy.retries</c>.</summary>
    public string? Retries { get; set; }
}

/// <summary>One container of a <c>[ContainerSet]</c>.</summary>
/// <param name="name"><c>name</c>; <c>main</c> is the one whose outputs count.</param>
/// <param name="image"><c>image</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ContainerNodeAttribute(string name, string image) : Attribute
{
    /// <summary><c>name</c>; <c>main</c> is the one whose outputs count.</summary>
    public string Name { get; } = name;

    /// <summary><c>image</c>.</summary>
    public string Image { get; } = image;

    /// <summary><c>command</c>.</summary>
    public string[] Command { get; set; } = [];

    /// <summary><c>args</c>. <c>{{message}}</c> is short for <c>{{inputs.parameters.message}}</c>.</summary>
    public string[] Args { get; set; } = [];

    /// <summary><c>workingDir</c>.</summary>
    public string? WorkingDir { get; set; }

    /// <summary><c>imagePullPolicy</c>: <c>Always</c>, <c>IfNotPresent</c> or <c>Never</c>.</summary>
    public string? ImagePullPolicy { get; set; }

    /// <summary><c>ports[].containerPort</c>.</summary>
    public int[] Ports { get; set; } = [];

    /// <summary><c>dependencies</c>: containers that must end first.</summary>
    public string[] Dependencies { get; set; } = [];
}

/// <summary>A template that an executor plugin runs.</summary>
/// <param name="plugin">The plugin: the key of <c>plugin</c>.</param>
/// <param name="json">Its configuration as JSON: the value of that key.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PluginAttribute(string plugin, string json = "{}") : TemplateAttribute
{
    /// <summary>The plugin: the key of <c>plugin</c>.</summary>
    public string Plugin { get; } = plugin;

    /// <summary>Its configuration as JSON: the value of that key.</summary>
    public string Json { get; } = json;
}

/// <summary>A template that runs this C# method: in the app's own image on a cluster, in process on this machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FunctionAttribute : TemplateAttribute
{
    /// <summary><c>container.image</c>; else the image that the project publishes.</summary>
    public string? Image { get; set; }

    /// <summary><c>container.imagePullPolicy</c>.</summary>
    public string? ImagePullPolicy { get; set; }
}
