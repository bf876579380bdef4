using System.CommandLine;
using Argosy.Kubernetes;

namespace Argosy.Cli.Commands;

/// <summary><c>auth token</c>: the value of the header that authorizes requests to the Argo Server.</summary>
internal sealed class AuthCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        // A token is a secret: it is printed only here, where it was asked for by name.
        var token = Runs(frame, new Command("token", "Print the auth token"), async run => run.Out.WriteLine(await TokenAsync(run).ConfigureAwait(false)));
        return new Command("auth", "Manage authentication settings") { token };
    }

    private static async Task<string> TokenAsync(CliRun run)
    {
        if (run.Context.Environment("ARGO_TOKEN") is { Length: > 0 } set) return set;
        if (run.Globals.Kube.Token(run.Parsed) is { Length: > 0 } typed) return $"Bearer {typed}";
        try
        {
            using var connection = ClusterTarget.IsConfigured(run) ? KubernetesConnection.Open(ClusterTarget.Options(run)) : null;
            if (connection is not null && await connection.AuthorizationAsync(run.Cancelled).ConfigureAwait(false) is { } header) return header;
        }
        catch (KubernetesConfigurationException e)
        {
            throw new CliException(e.Message);
        }

        throw new CliException("no token here: set ARGO_TOKEN='Bearer …', give --token, or use a kubeconfig whose user has a token (a client certificate is none)");
    }
}
