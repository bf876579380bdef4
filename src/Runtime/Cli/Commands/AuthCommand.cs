using System.CommandLine;

namespace Argosy.Cli.Commands;

/// <summary><c>auth token</c>: the value of the header that authorizes requests to the Argo Server.</summary>
internal sealed class AuthCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var token = Runs(frame, new Command("token", "Print the auth token"), run =>
        {
            // A token is a secret: it is printed only here, where it was asked for by name.
            var given = run.Context.Environment("ARGO_TOKEN") is { Length: > 0 } set ? set : run.Globals.Token(run.Parsed) is { Length: > 0 } typed ? $"Bearer {typed}" : null;
            run.Out.WriteLine(given ?? throw new CliException("no token here: set ARGO_TOKEN='Bearer …', or give --token"));
            return Task.CompletedTask;
        });
        return new Command("auth", "Manage authentication settings") { token };
    }
}
