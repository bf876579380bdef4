using System.CommandLine;
using System.Globalization;
using Argosy.Kubernetes;

namespace Argosy.Cli;

/// <summary>
/// The options of kubectl, which the argo CLI has too: which cluster, as whom, and how it is trusted. Each can come from <c>ARGO_</c> and its name in capitals,
/// except what would send an Argo Server's token to a cluster or a cluster's address to somewhere else (<c>--token</c>, <c>--server</c>).
/// </summary>
internal sealed class KubeconfigFlags
{
    private readonly Option<string> _kubeconfig = Text("--kubeconfig", "Path of the kubeconfig");
    private readonly Option<string> _context = Text("--context", "The kubeconfig's context");
    private readonly Option<string> _clusterName = Text("--cluster-name", "The kubeconfig's cluster; --cluster=NAME is the same");
    private readonly Option<string> _user = Text("--user", "The kubeconfig's user");
    private readonly Option<string> _server = Text("--server", "Address of the API server");
    private readonly Option<string> _token = Text("--token", "Bearer token for the API server");
    private readonly Option<string> _username = Text("--username", "Username for basic authentication to the API server");
    private readonly Option<string> _password = Text("--password", "Password for basic authentication to the API server");
    private readonly Option<string> _clientCertificate = Text("--client-certificate", "Path of a client certificate");
    private readonly Option<string> _clientKey = Text("--client-key", "Path of the client certificate's key");
    private readonly Option<string> _authority = Text("--certificate-authority", "Path of the certificate of the API server's authority");
    private readonly Option<bool> _insecure = new("--insecure-skip-tls-verify") { Description = "Do not verify the API server's certificate", Recursive = true };
    private readonly Option<string> _tlsServerName = Text("--tls-server-name", "Name that the API server's certificate must have; by default the host of its address");
    private readonly Option<string> _proxy = Text("--proxy-url", "Proxy for requests to the API server");
    private readonly Option<bool> _noCompression = new("--disable-compression") { Description = "Do not ask for compressed answers", Recursive = true };
    private readonly Option<string> _as = Text("--as", "User to impersonate");
    private readonly Option<string[]> _asGroup = new("--as-group") { Description = "Group to impersonate; can be repeated", Recursive = true, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
    private readonly Option<string> _asUid = Text("--as-uid", "UID to impersonate");
    private readonly Option<string> _requestTimeout = Text("--request-timeout", "How long a single request may take (30s, 2m); 0: for ever");

    /// <summary>All of them, for the root command.</summary>
    public IEnumerable<Option> All =>
    [
        _kubeconfig, _context, _clusterName, _user, _server, _token, _username, _password, _clientCertificate, _clientKey, _authority, _insecure, _tlsServerName, _proxy,
        _noCompression, _as, _asGroup, _asUid, _requestTimeout,
    ];

    public string? Kubeconfig(ParseResult parsed, Func<string, string?> environment) =>
        GlobalOptions.Read(parsed, _kubeconfig, environment) ?? (environment("KUBECONFIG") is { Length: > 0 } set ? set : null);

    public string? Token(ParseResult parsed) => parsed.GetValue(_token);

    /// <summary>Whether one of the kubeconfig's clusters was named on the line.</summary>
    public bool NamesClusterEntry(ParseResult parsed) => parsed.GetValue(_clusterName) is { Length: > 0 };

    /// <summary>
    /// <c>--cluster</c> is a flag here (this call is about the cluster) and a name in kubectl: with <c>=</c> and a name it is kubectl's.
    /// </summary>
    public static IReadOnlyList<string> Rewrite(IReadOnlyList<string> args)
    {
        const string prefix = "--cluster=";
        var end = args.ToList().IndexOf("--");
        return [.. args.Select((arg, i) => (end < 0 || i < end) && arg.StartsWith(prefix, StringComparison.Ordinal) && !bool.TryParse(arg[prefix.Length..], out _) ? "--cluster-name=" + arg[prefix.Length..] : arg)];
    }

    /// <summary>Whether a cluster was named on the line itself.</summary>
    public bool NamesCluster(ParseResult parsed, Func<string, string?> environment) =>
        parsed.GetValue(_server) is { Length: > 0 } || GlobalOptions.Read(parsed, _context, environment) is not null || GlobalOptions.Read(parsed, _clusterName, environment) is not null;

    /// <summary>Which cluster and user, again, for a later process of the same person. Secrets stay off its command line: what needs one is for the kubeconfig.</summary>
    public IReadOnlyList<string> Words(CliRun run)
    {
        var words = new List<string>();
        if (Kubeconfig(run.Parsed, run.Context.Environment) is { } files)
            words.AddRange([_kubeconfig.Name, string.Join(Path.PathSeparator, files.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(run.Context.PathOf))]);
        foreach (var option in new[] { _context, _clusterName, _user, _as })
        {
            if (GlobalOptions.Read(run.Parsed, option, run.Context.Environment) is { } value)
                words.AddRange([option.Name, value]);
        }

        return words;
    }

    /// <summary>What the call says about the cluster.</summary>
    public KubernetesConnectionOptions Options(CliRun run)
    {
        string? Given(Option<string> option) => GlobalOptions.Read(run.Parsed, option, run.Context.Environment);
        string? GivenPath(Option<string> option, string what) => Given(option) is not { } path ? null
            : File.Exists(run.Context.PathOf(path)) ? run.Context.PathOf(path) : throw new CliException($"{option.Name} {path}: there is no such file ({what})");
        var certificate = GivenPath(_clientCertificate, "the client certificate");
        var key = GivenPath(_clientKey, "the client certificate's key");
        if ((certificate is null) != (key is null)) throw new CliException("--client-certificate and --client-key must be provided together");
        var username = Given(_username);
        var password = Given(_password);
        if ((username is null) != (password is null)) throw new CliException("--username and --password must be provided together");
        var token = run.Parsed.GetValue(_token);
        if (token is { Length: > 0 } && username is not null) throw new CliException("--token cannot be used together with --username and --password: say who you are in one way");
        var impersonated = Given(_as);
        var groups = run.Parsed.GetValue(_asGroup) is { Length: > 0 } listed ? listed : run.Context.Environment("ARGO_AS_GROUP") is { Length: > 0 } set ? [set] : [];
        if (impersonated is null && (groups.Length > 0 || Given(_asUid) is not null)) throw new CliException("--as-group and --as-uid need --as: who is it that is in the group?");
        var insecure = GlobalOptions.ReadFlag(run.Parsed, _insecure, run.Context.Environment) ?? false;
        var authority = GivenPath(_authority, "the API server's authority");
        if (insecure && authority is not null) throw new CliException("--certificate-authority cannot be used together with --insecure-skip-tls-verify");
        return new KubernetesConnectionOptions
        {
            Kubeconfig = Kubeconfig(run.Parsed, run.Context.Environment) is { } path
                ? string.Join(Path.PathSeparator, path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(run.Context.PathOf))
                : null,
            Context = Given(_context),
            Cluster = Given(_clusterName),
            User = Given(_user),
            Namespace = run.Namespace,
            Server = run.Parsed.GetValue(_server),
            Token = token,
            Username = username,
            Password = password,
            ClientCertificate = certificate,
            ClientKey = key,
            CertificateAuthority = authority,
            InsecureSkipTlsVerify = insecure,
            TlsServerName = Given(_tlsServerName),
            ProxyUrl = Given(_proxy) is { } proxy ? Address(proxy) : null,
            DisableCompression = GlobalOptions.ReadFlag(run.Parsed, _noCompression, run.Context.Environment) ?? false,
            Impersonate = impersonated,
            ImpersonateGroups = groups,
            ImpersonateUid = Given(_asUid),
            RequestTimeout = Given(_requestTimeout) is { } text ? Duration(text) : null,
            Logger = new CliLogger(run.Log),
        };
    }

    private static string Address(string proxy) =>
        Uri.TryCreate(proxy, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "socks5"
            ? proxy
            : throw new CliException($"--proxy-url {proxy}: write an address such as http://proxy:3128 (http, https or socks5)");

    /// <summary>A time limit as kubectl reads it: a number of seconds, or one with units (<c>1m30s</c>).</summary>
    private static TimeSpan Duration(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e9 ? TimeSpan.FromSeconds(seconds)
        : Flags.ParseDuration(text) is { } time && time >= TimeSpan.Zero ? time
        : throw new CliException($"--request-timeout {text}: write a time such as 30s or 2m");

    private static Option<string> Text(string name, string description) => new(name) { Description = description, Recursive = true };
}
