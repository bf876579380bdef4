namespace Argosy.Engine.Artifacts;

/// <summary>How to reach a bucket.</summary>
internal sealed record S3Settings
{
    public required string Endpoint { get; init; }
    public required string Bucket { get; init; }
    public string? Region { get; init; }
    public bool IsInsecure { get; init; }
    public string? AccessKey { get; init; }
    public string? SecretKey { get; init; }
    public string? SessionToken { get; init; }
    public bool CreatesBucket { get; init; }
    public string? AddressingStyle { get; init; }
}
