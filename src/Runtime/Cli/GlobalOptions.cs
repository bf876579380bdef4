using System.CommandLine;

namespace Argosy.Cli;

/// <summary>The options that every command has; like Argo's CLI, each can come from <c>ARGO_</c> and its name in capitals.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<string> _namespace = Text("--namespace", "The namespace of this call", "-n");
    private readonly Option<string> _instanceId = Text("--instanceid", "Label of the controller instance that the workflows belong to");
    private readonly Option<bool> _local = Flag("--local", "Act on the runs of this machine");
    private readonly Option<bool> _cluster = Flag("--cluster", "Act on the cluster of the kubeconfig (or of the pod this runs in)");
    private readonly Option<string> _argoServer = Text("--argo-server", "Act through this Argo Server (host:port), as ARGO_SERVER does", "-s");
    private readonly Option<bool> _http1 = Flag("--argo-http1", "Accepted for compatibility: the Argo Server is always spoken to by HTTP/1");
    private readonly Option<string> _baseHref = Text("--argo-base-href", "Path of the Argo Server behind an ingress");
    private readonly Option<string[]> _headers = new("--header", "-H") { Description = "A header for requests to the Argo Server, key:value", Recursive = true, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
    private readonly Option<bool> _secure = Flag("--secure", "Use TLS with the Argo Server", "-e");
    private readonly Option<bool> _insecure = Flag("--insecure-skip-verify", "Do not verify the Argo Server's certificate", "-k");
    private readonly Option<string> _logLevel = Text("--loglevel", "Which log lines to print: debug, info, warn or error");
    private readonly Option<string> _logFormat = Text("--log-format", "The form of log lines: text or json");
    private readonly Option<string> _glogLevel = Text("--gloglevel", "Accepted for compatibility");
    private readonly Option<bool> _verbose = Flag("--verbose", "Print debug log lines", "-v");
    private readonly Option<string> _kubeconfig = Text("--kubeconfig", "Path of the kubeconfig");
    private readonly Option<string> _context = Text("--context", "The kubeconfig's context");
    private readonly Option<string> _token = Text("--token", "Bearer token for the API server");
    private readonly Option<string> _server = Text("--server", "Address of the API server");
    private readonly Option<string> _as = Text("--as", "User to impersonate");
    private readonly Option<string> _requestTimeout = Text("--request-timeout", "How long a single request may take (30s, 2m); 0: for ever");

    /// <summary>All of them, for the root command.</summary>
    public IEnumerable<Option> All =>
    [
        _namespace, _local, _cluster, _argoServer, _http1, _baseHref, _headers, _secure, _insecure, _instanceId, _logLevel, _logFormat, _glogLevel,
        _verbose, _kubeconfig, _context, _token, _server, _as, _requestTimeout,
    ];

    public string? Namespace(ParseResult parsed, Func<string, string?> environment) => Read(parsed, _namespace, environment);

    public string? InstanceId(ParseResult parsed, Func<string, string?> environment) => Read(parsed, _instanceId, environment);

    public bool Local(ParseResult parsed) => parsed.GetValue(_local);

    public bool Cluster(ParseResult parsed) => parsed.GetValue(_cluster);

    public string? ArgoServer(ParseResult parsed, Func<string, string?> environment) => Read(parsed, _argoServer, environment);

    public string? BaseHref(ParseResult parsed, Func<string, string?> environment) => Read(parsed, _baseHref, environment);

    public IReadOnlyList<string> Headers(ParseResult parsed, Func<string, string?> environment) =>
        parsed.GetValue(_headers) is { Length: > 0 } given ? given : environment("ARGO_HEADER") is { Length: > 0 } set ? [set] : [];

    public bool Secure(ParseResult parsed, Func<string, string?> environment) => ReadFlag(parsed, _secure, environment) ?? true;

    public bool InsecureSkipVerify(ParseResult parsed, Func<string, string?> environment) => ReadFlag(parsed, _insecure, environment) ?? false;

    public string? Kubeconfig(ParseResult parsed, Func<string, string?> environment) =>
        Read(parsed, _kubeconfig, environment) ?? (environment("KUBECONFIG") is { Length: > 0 } set ? set : null);

    public string? KubeContext(ParseResult parsed, Func<string, string?> environment) => Read(parsed, _context, environment);

    public string? Token(ParseResult parsed) => parsed.GetValue(_token);

    public string? Server(ParseResult parsed) => parsed.GetValue(_server);

    public string? As(ParseResult parsed, Func<string, string?> environment) => Read(parsed, _as, environment);

    public string? RequestTimeout(ParseResult parsed, Func<string, string?> environment) => Read(parsed, _requestTimeout, environment);

    public CliLogLevel LogLevel(ParseResult parsed) => parsed.GetValue(_verbose) ? CliLogLevel.Debug : parsed.GetValue(_logLevel) switch
    {
        null or "" or "info" => CliLogLevel.Info,
        "debug" => CliLogLevel.Debug,
        "warn" or "warning" => CliLogLevel.Warn,
        "error" => CliLogLevel.Error,
        var other => throw new CliException($"--loglevel is debug, info, warn or error, not '{other}'"),
    };

    public bool LogFormat(ParseResult parsed) => parsed.GetValue(_logFormat) switch
    {
        null or "" or "text" => false,
        "json" => true,
        var other => throw new CliException($"--log-format is text or json, not '{other}'"),
    };

    private static string? Read(ParseResult parsed, Option<string> option, Func<string, string?> environment)
    {
        if (parsed.GetValue(option) is { Length: > 0 } given) return given;
        return environment(VariableOf(option)) is { Length: > 0 } set ? set : null;
    }

    private static bool? ReadFlag(ParseResult parsed, Option<bool> option, Func<string, string?> environment)
    {
        if (parsed.GetResult(option) is { Implicit: false }) return parsed.GetValue(option);
        return environment(VariableOf(option)) switch
        {
            null or "" => null,
            "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
            _ => false,
        };
    }

    // --argo-server is ARGO_SERVER, not ARGO_ARGO_SERVER.
    private static string VariableOf(Option option)
    {
        var name = option.Name.TrimStart('-');
        return "ARGO_" + (name.StartsWith("argo-", StringComparison.Ordinal) ? name["argo-".Length..] : name).Replace('-', '_').ToUpperInvariant();
    }

    private static Option<string> Text(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Recursive = true };

    private static Option<bool> Flag(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Recursive = true };
}
