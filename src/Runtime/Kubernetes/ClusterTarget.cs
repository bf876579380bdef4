using System.Globalization;
using Argosy.Kubernetes;
using Argosy.Workflows;

namespace Argosy.Cli;

/// <summary>A cluster's API server, as the options of a call and the environment name it.</summary>
internal static class ClusterTarget
{
    public static bool IsConfigured(CliRun run)
    {
        if (run.Globals.Server(run.Parsed) is { Length: > 0 } || run.Globals.KubeContext(run.Parsed, run.Context.Environment) is not null)
        {
            return true;
        }

        if (run.Globals.Kubeconfig(run.Parsed, run.Context.Environment) is { } paths)
        {
            return paths.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(path => new FileInfo(run.Context.PathOf(path)) is { Exists: true, Length: > 0 });
        }

        if (run.Context.Environment("KUBERNETES_SERVICE_HOST") is { Length: > 0 })
        {
            return true;
        }

        var home = run.Context.Environment("HOME") ?? run.Context.Environment("USERPROFILE");
        return home is { Length: > 0 } && File.Exists(Path.Combine(home, ".kube", "config"));
    }

    public static Task<IWorkflowClient> OpenAsync(CliRun run)
    {
        try
        {
            return Task.FromResult<IWorkflowClient>(KubernetesWorkflowClient.Open(Options(run), new CliLogger(run.Log)));
        }
        catch (KubernetesConfigurationException e)
        {
            throw new CliException(e.Message);
        }
    }

    /// <summary>What the call says about the cluster.</summary>
    public static KubernetesConnectionOptions Options(CliRun run)
    {
        var globals = run.Globals;
        var environment = run.Context.Environment;
        return new KubernetesConnectionOptions
        {
            Kubeconfig = globals.Kubeconfig(run.Parsed, environment) is { } path
                ? string.Join(Path.PathSeparator, path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(run.Context.PathOf))
                : null,
            Context = globals.KubeContext(run.Parsed, environment),
            Namespace = globals.Namespace(run.Parsed, environment),
            Server = globals.Server(run.Parsed),
            Token = globals.Token(run.Parsed),
            Impersonate = globals.As(run.Parsed, environment),
            RequestTimeout = globals.RequestTimeout(run.Parsed, environment) is { } text ? Duration(text) : null,
        };
    }

    /// <summary>A time limit as kubectl reads it: a number of seconds, or one with units (<c>1m30s</c>).</summary>
    private static TimeSpan Duration(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        var total = TimeSpan.Zero;
        var number = "";
        var good = text.Length > 0;
        for (var i = 0; i < text.Length && good; i++)
        {
            if (char.IsAsciiDigit(text[i]) || text[i] == '.')
            {
                number += text[i];
                continue;
            }

            var milli = text[i] == 'm' && i + 1 < text.Length && text[i + 1] == 's';
            good = double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount);
            total += milli ? TimeSpan.FromMilliseconds(amount) : text[i] switch
            {
                's' => TimeSpan.FromSeconds(amount),
                'm' => TimeSpan.FromMinutes(amount),
                'h' => TimeSpan.FromHours(amount),
                _ => TimeSpan.MinValue,
            };
            good &= total >= TimeSpan.Zero;
            i += milli ? 1 : 0;
            number = "";
        }

        return good && number.Length == 0 ? total : throw new CliException($"--request-timeout {text}: write a time such as 30s or 2m");
    }
}
