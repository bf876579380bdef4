using System.Net;
using System.Net.Sockets;
using k8s;

namespace Argosy.Kubernetes;

/// <summary>How connections to an API server are made: proxy, certificates, and how one that died is noticed.</summary>
internal static class HttpTransport
{
    public static SocketsHttpHandler Handler(KubernetesClientConfiguration config, string? proxy, ServerTrust trust, KubernetesConnectionOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            // A server that hangs, or a connection whose other end is gone, answers no ping.
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = TimeSpan.FromSeconds(15),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            EnableMultipleHttp2Connections = true,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            AutomaticDecompression = options.DisableCompression ? DecompressionMethods.None : DecompressionMethods.GZip,
            AllowAutoRedirect = false,
            ConnectCallback = ConnectAsync,
        };
        if (!string.IsNullOrEmpty(proxy))
        {
            handler.Proxy = new WebProxy(proxy);
        }
        else if (Uri.TryCreate(config.Host, UriKind.Absolute, out var server) && server.IsLoopback)
        {
            // As kubectl: what is on this machine is not reached through HTTPS_PROXY.
            handler.UseProxy = false;
        }

        if (!string.IsNullOrEmpty(config.TlsServerName))
        {
            handler.SslOptions.TargetHost = config.TlsServerName;
        }

        if (Certificates.Client(config) is { } certificate)
        {
            handler.SslOptions.ClientCertificates = [certificate];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        if (config.SkipTlsVerify)
        {
#pragma warning disable CA5359 // the person, or the kubeconfig, asked for it in so many words
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else
        {
            handler.SslOptions.RemoteCertificateValidationCallback = trust.IsTrusted;
        }

        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
            await socket.ConnectAsync(context.DnsEndPoint, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
