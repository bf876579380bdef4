using System.CommandLine;

namespace Argosy.Cli;

/// <summary>The options that every command has; like Argo's CLI, each can come from <c>ARGO_</c> and its name in capitals.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<string> _namespace = Text("--namespace", "The namespace of this call", "-n");
    private readonly Option<string> _instanceId = Text("--instanceid", "Label of the controller instance that the workflows belong to");
    private readonly Option<bool> _local = Flag("--local", "Act on the runs of this machine");
    private readonly Option<bool> _cluster = Flag("--cluster", "Act on the cluster of the kubeconfig (or of the pod this runs in); --cluster=NAME: on this one of its clusters");
    private readonly Option<string> _argoServer = Text("--argo-server", "Act through this Argo Server (host:port), as ARGO_SERVER does", "-s");
    private readonly Option<bool> _http1 = Flag("--argo-http1", "Accepted for compatibility: the Argo Server is always spoken to by HTTP/1");
    private readonly Option<string> _baseHref = Text("--argo-base-href", "Path of the Argo Server behind an ingress");
    private readonly Option<string[]> _headers = new("--header", "-H") { Description = "A header for requests to the Argo Server, key:value", Recursive = true, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
    private readonly Option<bool> _secure = Flag("--secure", "Use TLS with the Argo Server", "-e");
    private readonly Option<bool> _insecure = Flag("--insecure-skip-verify", "Do not verify the Argo Server's certificate", "-k");
    private readonly Option<string> _logLevel = Text("--loglevel", "Which log lines to print: debug, info, warn or error");
    private readonly Option<string> _logFormat = Text("--log-format", "The form of log lines: text or json");
    private readonly Option<long?> _glogLevel = Number("--gloglevel", "Accepted for compatibility");
    private readonly Option<bool> _verbose = Flag("--verbose", "Print debug log lines", "-v");

    /// <summary>The options of kubectl.</summary>
    public KubeconfigFlags Kube { get; } = new();


    /// <summary>All of them, for the root command.</summary>
    public IEnumerable<Option> All =>
    [
        _namespace, _local, _cluster, _argoServer, _http1, _baseHref, _headers, _secure, _insecure, _instanceId, _logLevel, _logFormat, _glogLevel,
        _verbose, .. Kube.All,
    ];

    public string? Namespace(ParseResult parsed, Func<string, string?> environment) => Read(parsed, _namespace, environment);

    public string? InstanceId(ParseResult parsed, Func<string, string?> environment) => Read(parsed, _instanceId, environment);

    public bool Local(ParseResult parsed) => parsed.GetValue(_local);

    public bool Cluster(ParseResult parsed) => parsed.GetValue(_cluster) || Kube.NamesClusterEntry(parsed);

    public string? ArgoServer(ParseResult parsed, Func<string, string?> environment) => Read(parsed, _argoServer, environment);

    public string? BaseHref(ParseResult parsed, Func<string, string?> environment) => Read(parsed, _baseHref, environment);

    /// <summary>The headers for the Argo Server; several may stand in one value, with commas between them.</summary>
    public IReadOnlyList<string> Headers(ParseResult parsed, Func<string, string?> environment)
    {
        string[] given = parsed.GetValue(_headers) is { Length: > 0 } typed ? typed : environment("ARGO_HEADER") is { Length: > 0 } set ? [set] : [];
        string[] headers = [.. given.SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

        // The value may be a secret: only the name is repeated.
        return headers.FirstOrDefault(header => header.IndexOf(':', StringComparison.Ordinal) <= 0) is null
            ? headers
            : throw new CliException("additional headers must be colon(:)-separated: --header 'key:value'");
    }

    public bool Secure(ParseResult parsed, Func<string, string?> environment) => ReadFlag(parsed, _secure, environment) ?? true;

    public bool InsecureSkipVerify(ParseResult parsed, Func<string, string?> environment) => ReadFlag(parsed, _insecure, environment) ?? false;

    public CliLogLevel LogLevel(ParseResult parsed, Func<string, string?> environment) => ReadFlag(parsed, _verbose, environment) == true ? CliLogLevel.Debug : Read(parsed, _logLevel, environment) switch
    {
        null or "" or "info" => CliLogLevel.Info,
        "debug" => CliLogLevel.Debug,
        "warn" or "warning" => CliLogLevel.Warn,
        "error" => CliLogLevel.Error,
        var other => throw new CliException($"--loglevel is debug, info, warn or error, not '{other}'"),
    };

    public bool LogFormat(ParseResult parsed, Func<string, string?> environment) => Read(parsed, _logFormat, environment) switch
    {
        null or "" or "text" => false,
        "json" => true,
        var other => throw new CliException($"--log-format is text or json, not '{other}'"),
    };

    /// <summary>An option's value: as typed, else from its environment variable.</summary>
    public static string? Read(ParseResult parsed, Option<string> option, Func<string, string?> environment)
    {
        if (parsed.GetValue(option) is { Length: > 0 } given) return given;
        return environment(VariableOf(option)) is { Length: > 0 } set ? set : null;
    }

    /// <summary>Whether a flag is set: as typed, else by its environment variable; null: neither.</summary>
    public static bool? ReadFlag(ParseResult parsed, Option<bool> option, Func<string, string?> environment)
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

    private static Option<long?> Number(string name, string description)
    {
        var option = Flags.Number(name, description);
        option.Recursive = true;
        return option;
    }

    private static Option<bool> Flag(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Recursive = true };
}
