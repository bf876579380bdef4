using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Authentication;
using k8s.KubeConfigModels;
using Microsoft.Extensions.Logging;

namespace Argosy.Kubernetes;

/// <summary>
/// A credential plug-in of a kubeconfig (<c>exec</c>): a program that prints an ExecCredential. It runs when a connection is opened, when what it gave has
/// run out, and when the server refuses it. What it says on its standard error goes to the log, so that a person can follow a login.
/// </summary>
internal sealed partial class ExecPlugin(ExecPluginCall call, ILogger logger) : ITokenProvider, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly SemaphoreSlim _running = new(1, 1);
    private ExecCredential? _given;

    /// <summary>What the plug-in gives; kept until it runs out.</summary>
    public async Task<ExecCredential> GetAsync(CancellationToken cancellation)
    {
        await _running.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_given is null || _given.Expires <= DateTimeOffset.UtcNow + TimeSpan.FromSeconds(10))
            {
                _given = await RunAsync(cancellation).ConfigureAwait(false);
            }

            return _given;
        }
        finally
        {
            _running.Release();
        }
    }

    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) =>
        new("Bearer", (await GetAsync(cancellationToken).ConfigureAwait(false)).Token);

    public void Dispose() => _running.Dispose();

    private async Task<ExecCredential> RunAsync(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(call.Program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = !call.IsInteractive,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in call.Arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in call.Environment) start.Environment[name] = value;
        start.Environment["KUBERNETES_EXEC_INFO"] = call.Info();

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        using var process = Start(start);
        try
        {
            if (!call.IsInteractive) process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = ForwardAsync(process.StandardError, limit.Token);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            var said = await errors.ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                throw new KubernetesConfigurationException($"the credential plug-in {call.Program} ended with exit code {process.ExitCode.ToString(CultureInfo.InvariantCulture)}{(said.Length > 0 ? $": {said}" : "")}");
            }

            return ExecCredential.Parse(await output.ConfigureAwait(false), call);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            throw new KubernetesConfigurationException($"the credential plug-in {call.Program} did not end within {Patience.TotalMinutes:0} minutes");
        }
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw new KubernetesConfigurationException(
                $"the credential plug-in {call.Program} of the kubeconfig's user {call.User} cannot be started: {e.Message}{(call.InstallHint is { } hint ? $"\n{hint}" : "")}", e);
        }
    }

    private async Task<string> ForwardAsync(StreamReader errors, CancellationToken cancellation)
    {
        var last = "";
        while (await errors.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            if (line.Length == 0) continue;
            LogWords(Path.GetFileName(call.Program), line);
            last = line;
        }

        return last;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Program}: {Line}")]
    private partial void LogWords(string program, string line);
}

/// <summary>How a plug-in is called, as the kubeconfig says.</summary>
internal sealed record ExecPluginCall(string User, string ApiVersion, string Program, IReadOnlyList<string> Arguments, IReadOnlyList<KeyValuePair<string, string>> Environment)
{
    public bool IsInteractive { get; private init; }

    public string? InstallHint { get; private init; }

    private JsonObject? Cluster { get; init; }

    public static ExecPluginCall Of(string user, ExternalExecution exec, KubeconfigFile file, string? cluster)
    {
        string? Field(string name) => file.UserField(user, "exec", name);
        if (string.IsNullOrWhiteSpace(exec.Command)) throw new KubernetesConfigurationException($"the kubeconfig's user {user} has an exec entry without a command");
        if (exec.ApiVersion is not ("client.authentication.k8s.io/v1" or "client.authentication.k8s.io/v1beta1"))
        {
            throw new KubernetesConfigurationException($"the exec entry of the kubeconfig's user {user} has apiVersion \"{exec.ApiVersion}\"; client.authentication.k8s.io/v1 and v1beta1 are known");
        }

        // A command with a slash is looked for beside the kubeconfig, one without on the PATH.
        var program = exec.Command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? file.UserPath(user, exec.Command) : exec.Command;
        var environment = (exec.EnvironmentVariables ?? []).Select(entry => KeyValuePair.Create(
            entry.GetValueOrDefault("name") ?? throw new KubernetesConfigurationException($"an env entry of the plug-in {exec.Command} has no name"), entry.GetValueOrDefault("value") ?? ""));
        return new ExecPluginCall(user, exec.ApiVersion, program, [.. exec.Arguments ?? []], [.. environment])
        {
            // No terminal, no questions. Where one is there, a plug-in may ask unless it must not.
            IsInteractive = Field("interactiveMode") is not "Never" && !Console.IsInputRedirected,
            InstallHint = Field("installHint"),
            Cluster = Field("provideClusterInfo") is "true" ? file.ClusterInfo(cluster) : null,
        };
    }

    /// <summary>What a plug-in is told in <c>KUBERNETES_EXEC_INFO</c>.</summary>
    public string Info()
    {
        var spec = new JsonObject { ["interactive"] = IsInteractive };
        if (Cluster is not null) spec["cluster"] = Cluster.DeepClone();
        return new JsonObject { ["apiVersion"] = ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString();
    }
}

/// <summary>What a plug-in gave: a token, a client certificate, or both.</summary>
internal sealed record ExecCredential(string? Token, string? Certificate, string? Key, DateTimeOffset? Expires)
{
    /// <summary>Reads a plug-in's output. It holds secrets: no message repeats any of it.</summary>
    public static ExecCredential Parse(string output, ExecPluginCall call)
    {
        KubernetesConfigurationException Bad(string what) => new($"the credential plug-in {call.Program} printed {what}");
        JsonObject? answer;
        try
        {
            answer = JsonNode.Parse(output) as JsonObject;
        }
        catch (JsonException)
        {
            throw Bad(output.Trim().Length == 0 ? "nothing" : "something that is no JSON");
        }

        string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
        if (Text(answer?["kind"]) != "ExecCredential") throw Bad("an object that is no ExecCredential");
        if (Text(answer!["apiVersion"]) is { } version && version != call.ApiVersion) throw Bad($"an ExecCredential of {version}, and {call.ApiVersion} was asked for");
        var status = answer["status"] as JsonObject ?? throw Bad("an ExecCredential without a status");
        var (certificate, key) = (Text(status["clientCertificateData"]), Text(status["clientKeyData"]));
        if ((certificate is null) != (key is null)) throw Bad("a client certificate without its key, or the other way round");
        var token = Text(status["token"]);
        if (token is null && certificate is null) throw Bad("an ExecCredential with neither a token nor a client certificate");
        DateTimeOffset? expires = Text(status["expirationTimestamp"]) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
        return new ExecCredential(token, certificate, key, expires);
    }

    public static string? Base64(string? pem) => pem is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));
}
