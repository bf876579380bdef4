using Argosy.Workflows;

namespace Argosy.Kubernetes;

/// <summary>What the API server, or the way to it, refuses, in the words that all targets share.</summary>
internal static class Failures
{
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> request)
    {
        try
        {
            return await request().ConfigureAwait(false);
        }
        catch (Exception e) when (Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    public static async Task TranslateAsync(Func<Task> request)
    {
        try
        {
            await request().ConfigureAwait(false);
        }
        catch (Exception e) when (Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    public static WorkflowClientException? Translate(Exception failure) => failure switch
    {
        KubernetesApiException e => new WorkflowClientException(Code(e), e.Message, e),
        KubernetesUnreachableException e => new WorkflowClientException(ClientErrorCode.Unavailable, e.Message, e),
        KubernetesConfigurationException e => new WorkflowClientException(ClientErrorCode.Unavailable, e.Message, e),
        InvalidDataException e => new WorkflowClientException(ClientErrorCode.Internal, e.Message, e),
        _ => null,
    };

    private static ClientErrorCode Code(KubernetesApiException e) => e switch
    {
        { IsGone: true } => ClientErrorCode.Expired,
        { IsAlreadyExists: true } => ClientErrorCode.AlreadyExists,
        { IsConflict: true } => ClientErrorCode.Conflict,
        { Code: 400 or 413 or 415 or 422 } => ClientErrorCode.InvalidArgument,
        { Code: 401 } => ClientErrorCode.Unauthenticated,
        { Code: 403 } => ClientErrorCode.PermissionDenied,
        { Code: 404 } => ClientErrorCode.NotFound,
        { Code: 405 or 501 } => ClientErrorCode.Unimplemented,
        { Code: 429 } => ClientErrorCode.ResourceExhausted,
        { Code: 503 or 504 } => ClientErrorCode.Unavailable,
        { Code: >= 500 } => ClientErrorCode.Internal,
        _ => ClientErrorCode.Unknown,
    };
}
