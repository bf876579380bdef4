namespace Argosy.Workflows;

/// <summary>Why a request was refused: the codes that Argo's own server and CLI name.</summary>
internal enum ClientErrorCode
{
    /// <summary>Nothing more is known.</summary>
    Unknown,

    /// <summary>The request itself is wrong: validation, a bad selector.</summary>
    InvalidArgument,

    /// <summary>No such object.</summary>
    NotFound,

    /// <summary>An object of that name exists.</summary>
    AlreadyExists,

    /// <summary>The object changed since it was read (HTTP 409 on an update): read again and repeat.</summary>
    Conflict,

    /// <summary>HTTP 403.</summary>
    PermissionDenied,

    /// <summary>HTTP 401.</summary>
    Unauthenticated,

    /// <summary>The continue token or the resource version is too old (HTTP 410).</summary>
    Expired,

    /// <summary>The target cannot do this at all (the archive without an Argo Server, for example).</summary>
    Unimplemented,

    /// <summary>The target cannot be reached, or does not answer in time.</summary>
    Unavailable,

    /// <summary>Too many requests (HTTP 429) after all repeats.</summary>
    ResourceExhausted,

    /// <summary>The target failed (HTTP 5xx), or the object is in a state that does not allow the request.</summary>
    Internal,
}

/// <summary>A request that failed, with the target's own words. Its text is what the <c>argo</c> CLI prints.</summary>
internal sealed class WorkflowClientException : Exception
{
    public WorkflowClientException(ClientErrorCode code, string description, Exception? cause = null)
        : base(Describe(code, description), cause)
    {
        Code = code;
        Description = description;
    }

    /// <summary>The reason.</summary>
    public ClientErrorCode Code { get; }

    /// <summary>The target's sentence, without the code.</summary>
    public string Description { get; }

    /// <summary>No <paramref name="kind"/> of that name.</summary>
    public static WorkflowClientException NotFound(ArgoKind kind, string name) =>
        new(ClientErrorCode.NotFound, $"{kind.Resource} \"{name}\" not found");

    /// <summary>A <paramref name="kind"/> of that name is there already.</summary>
    public static WorkflowClientException AlreadyExists(ArgoKind kind, string name) =>
        new(ClientErrorCode.AlreadyExists, $"{kind.Resource} \"{name}\" already exists");

    /// <summary>The object was changed by someone else between read and update.</summary>
    public static WorkflowClientException Conflict(ArgoKind kind, string name) =>
        new(ClientErrorCode.Conflict,
            $"Operation cannot be fulfilled on {kind.Resource} \"{name}\": the object has been modified; please apply your changes to the latest version and try again");

    private static string Describe(ClientErrorCode code, string description)
    {
        // gRPC, whose words the argo CLI prints, has no code for a conflict or an expired token: they arrive as Aborted and OutOfRange.
        var name = code switch
        {
            ClientErrorCode.Conflict => "Aborted",
            ClientErrorCode.Expired => "OutOfRange",
            _ => code.ToString(),
        };
        return $"rpc error: code = {name} desc = {description}";
    }
}
