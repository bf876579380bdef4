using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Argosy.Runtime.Tests.Kubernetes.Cluster;

/// <summary>A TCP proxy whose connections a test cuts, in the middle of whatever they carry, or lets hang.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> _sockets = [];
    private readonly Uri _target;
    private volatile bool _swallowAnswers;

    public CuttingProxy(Uri target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"{_target.Scheme}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public int Connections { get; private set; }

    /// <summary>From now on requests go through and answers do not: what is asked for is done, and nobody hears of it.</summary>
    public void SwallowAnswers() => _swallowAnswers = true;

    /// <summary>Cuts all connections; new ones work again.</summary>
    public void Cut()
    {
        _swallowAnswers = false;
        foreach (var socket in _sockets.Keys)
        {
            // Linger 0: the other end sees a reset, as from a router that forgot the connection.
            try
            {
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (ObjectDisposedException)
            {
                // Its other end was faster.
            }

            socket.Close();
            _sockets.TryRemove(socket, out _);
        }
    }

    public void Dispose()
    {
        _listener.Stop();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                Connections++;
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _sockets[client] = 0;
        _sockets[server] = 0;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target.Port);
            await Task.WhenAny(PumpAsync(client, server, answers: false), PumpAsync(server, client, answers: true));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Either end has gone.
        }

        client.Close();
        server.Close();
    }

    private async Task PumpAsync(Socket from, Socket to, bool answers)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                if (!answers || !_swallowAnswers)
                {
                    await to.SendAsync(buffer.AsMemory(0, count));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }
}
