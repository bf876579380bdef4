using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Argosy.Engine.Pods;
using Argosy.Engine.Pods.Plan;
using Argosy.Models;

namespace Argosy.Engine.Artifacts;

/// <summary>Artifacts that lie behind a URL.</summary>
internal static class HttpArtifacts
{
    private static readonly HttpClient s_client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Loads what is there. False: 404.</summary>
    public static async Task<bool> DownloadAsync(PodRun run, string name, HttpArtifact artifact, string target, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(artifact.Url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new ArtifactException($"artifact {name} failed to load: '{artifact.Url}' is no http address");
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var header in artifact.Headers ?? [])
            request.Headers.TryAddWithoutValidation(header.Name ?? "", header.Value);
        if (artifact.Auth?.BasicAuth is { } basic)
        {
            var pair = Text(run, basic.UsernameSecret) + ":" + Text(run, basic.PasswordSecret);
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }
        try
        {
            using var answer = await s_client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                return false;
            if (!answer.IsSuccessStatusCode)
                throw new ArtifactException($"artifact {name} failed to load: loading file from {address.GetLeftPart(UriPartial.Path)} failed with reason: {(int)answer.StatusCode} {answer.ReasonPhrase}");
            await using var file = File.Create(target);
            await answer.Content.CopyToAsync(file, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (HttpRequestException e)
        {
            throw new ArtifactException($"artifact {name} failed to load: Get \"{address.GetLeftPart(UriPartial.Path)}\": {e.Message}", e);
        }
    }

    /// <summary>Sends a file to the URL of an output artifact.</summary>
    public static async Task UploadAsync(string name, HttpArtifact artifact, string source, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(source);
        using var request = new HttpRequestMessage(HttpMethod.Put, artifact.Url) { Content = new StreamContent(file) };
        foreach (var header in artifact.Headers ?? [])
            request.Headers.TryAddWithoutValidation(header.Name ?? "", header.Value);
        try
        {
            using var answer = await s_client.SendAsync(request, cancellation).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
                throw new ArtifactException($"artifact {name}: saving file to {artifact.Url} failed with reason: {(int)answer.StatusCode} {answer.ReasonPhrase}");
        }
        catch (HttpRequestException e)
        {
            throw new ArtifactException($"artifact {name}: Put \"{artifact.Url}\": {e.Message}", e);
        }
    }

    private static string Text(PodRun run, k8s.Models.V1SecretKeySelector? selector) =>
        selector is not null && run.Config.Secret(selector.Name) is { } secret ? SecretData.Text(secret, selector.Key) ?? "" : "";
}
