using System.Globalization;
using System.Net.Sockets;
using k8s.Models;

namespace Argosy.Engine.Pods;

/// <summary>Asks a container whether it is ready, by its probe for HTTP or TCP. A probe by command passes: the program runs.</summary>
internal static class ReadinessProbe
{
    private static readonly HttpClient s_client = new() { Timeout = TimeSpan.FromSeconds(2) };

    /// <summary>True once it is ready; false if the pod ended before.</summary>
    public static async Task<bool> PassesAsync(V1Probe probe, Task podEnd, CancellationToken cancellation)
    {
        await Task.WhenAny(podEnd, Task.Delay(TimeSpan.FromSeconds(probe.InitialDelaySeconds ?? 0), cancellation)).ConfigureAwait(false);
        while (!podEnd.IsCompleted)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await AskAsync(probe, cancellation).ConfigureAwait(false))
                return true;
            await Task.WhenAny(podEnd, Task.Delay(TimeSpan.FromMilliseconds(200), cancellation)).ConfigureAwait(false);
        }
        return false;
    }

    private static async Task<bool> AskAsync(V1Probe probe, CancellationToken cancellation)
    {
        try
        {
            if (probe.HttpGet is { } http)
            {
                var scheme = string.Equals(http.Scheme, "HTTPS", StringComparison.OrdinalIgnoreCase) ? "https" : "http";
                using var answer = await s_client.GetAsync(new Uri($"{scheme}://{http.Host ?? "127.0.0.1"}:{http.Port}/{(http.Path ?? "").TrimStart('/')}"), cancellation).ConfigureAwait(false);
                return (int)answer.StatusCode is >= 200 and < 400;
            }
            if (probe.TcpSocket is { } tcp)
            {
                using var client = new TcpClient();
                await client.ConnectAsync(tcp.Host ?? "127.0.0.1", int.Parse(tcp.Port.ToString() ?? "0", CultureInfo.InvariantCulture), cancellation).ConfigureAwait(false);
            }
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or FormatException or UriFormatException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }
}
