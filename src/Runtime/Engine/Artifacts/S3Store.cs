using System.Collections.Concurrent;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Argosy.Engine.Artifacts;

/// <summary>Artifacts in an S3-compatible bucket, with the keys that Argo uses.</summary>
internal sealed class S3Store : IArtifactStore
{
    private static readonly ConcurrentDictionary<S3Settings, S3Store> s_open = new();
    private readonly S3Settings _settings;
    private readonly AmazonS3Client _client;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private bool _hasBucket;

    private S3Store(S3Settings settings)
    {
        _settings = settings;
        _hasBucket = !settings.CreatesBucket;
        var configuration = new AmazonS3Config
        {
            ServiceURL = settings.Endpoint.Contains("://", StringComparison.Ordinal) ? settings.Endpoint : (settings.IsInsecure ? "http://" : "https://") + settings.Endpoint,
            ForcePathStyle = settings.AddressingStyle != "virtual-hosted" && !settings.Endpoint.EndsWith("amazonaws.com", StringComparison.Ordinal),
            AuthenticationRegion = settings.Region ?? "us-east-1",
            // Servers that are not Amazon's know neither the trailing checksums nor their headers.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        _client = settings.AccessKey is { } key && settings.SecretKey is { } secret
            ? new AmazonS3Client(settings.SessionToken is { } token ? new SessionAWSCredentials(key, secret, token) : new BasicAWSCredentials(key, secret), configuration)
            : new AmazonS3Client(configuration);
    }

    /// <summary>The store of a bucket; one client for equal settings.</summary>
    public static S3Store Open(S3Settings settings) => s_open.GetOrAdd(settings, s => new S3Store(s));

    public async Task<bool> ReadAsync(string key, string target, CancellationToken cancellation)
    {
        try
        {
            if (await ReadOneAsync(key, target, cancellation).ConfigureAwait(false))
                return true;
            var found = false;
            var prefix = key.TrimEnd('/') + "/";
            await foreach (var name in KeysAsync(prefix, cancellation).ConfigureAwait(false))
            {
                var relative = name[prefix.Length..];
                if (relative.Length == 0 || relative.Split('/').Any(part => part is ".." or "."))
                    continue;
                found = true;
                if (!relative.EndsWith('/'))
                    await ReadOneAsync(name, Path.Combine(target, relative), cancellation).ConfigureAwait(false);
            }
            return found;
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new ArtifactException($"failed to get file: {e.Message}", e);
        }
    }

    public async Task WriteAsync(string key, string source, CancellationToken cancellation)
    {
        try
        {
            await MakeBucketAsync(cancellation).ConfigureAwait(false);
            await _client.PutObjectAsync(new PutObjectRequest { BucketName = _settings.Bucket, Key = key, FilePath = source, UseChunkEncoding = false }, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new ArtifactException($"failed to put file: {e.Message}", e);
        }
    }

    public async Task DeleteAsync(string key, CancellationToken cancellation)
    {
        try
        {
            await _client.DeleteObjectAsync(_settings.Bucket, key, cancellation).ConfigureAwait(false);
            await foreach (var name in KeysAsync(key.TrimEnd('/') + "/", cancellation).ConfigureAwait(false))
                await _client.DeleteObjectAsync(_settings.Bucket, name, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new ArtifactException($"failed to delete {key}: {e.Message}", e);
        }
    }

    public async Task<IReadOnlyList<string>> ListAsync(string folder, CancellationToken cancellation)
    {
        try
        {
            var keys = new List<string>();
            await foreach (var name in KeysAsync(folder.Trim('/') is { Length: > 0 } path ? path + "/" : "", cancellation).ConfigureAwait(false))
            {
                // A key that ends in a slash only marks a folder.
                if (!name.EndsWith('/'))
                    keys.Add(name);
            }
            return keys;
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new ArtifactException($"failed to list objects: {e.Message}", e);
        }
    }

    private async Task<bool> ReadOneAsync(string key, string target, CancellationToken cancellation)
    {
        try
        {
            using var answer = await _client.GetObjectAsync(_settings.Bucket, key, cancellation).ConfigureAwait(false);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await using var file = File.Create(target);
            await answer.ResponseStream.CopyToAsync(file, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == System.Net.HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
        {
            return false;
        }
    }

    private async IAsyncEnumerable<string> KeysAsync(string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new ListObjectsV2Request { BucketName = _settings.Bucket, Prefix = prefix };
        do
        {
            var page = await _client.ListObjectsV2Async(request, cancellation).ConfigureAwait(false);
            foreach (var one in page.S3Objects ?? [])
                yield return one.Key;
            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
    }

    private async Task MakeBucketAsync(CancellationToken cancellation)
    {
        if (_hasBucket)
            return;
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_hasBucket)
                return;
            await _client.PutBucketAsync(_settings.Bucket, cancellation).ConfigureAwait(false);
            _hasBucket = true;
        }
        catch (AmazonS3Exception e) when (e.ErrorCode is "BucketAlreadyOwnedByYou" or "BucketAlreadyExists")
        {
            _hasBucket = true;
        }
        finally
        {
            _gate.Release();
        }
    }
}
