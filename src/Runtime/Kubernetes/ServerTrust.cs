using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Argosy.Kubernetes;

/// <summary>
/// Whether a server's certificate is good: the cluster's own authority, and only that, makes it so; without one the machine's authorities do. A wrong name never is.
/// Keeps why the last one was refused, in words for a person.
/// </summary>
internal sealed class ServerTrust(X509Certificate2Collection? authorities)
{
    /// <summary>Why the last certificate was refused; null: it was not.</summary>
    public string? Problem { get; private set; }

    public bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Problem = Find(sender, certificate, chain, errors);
        return Problem is null;
    }

    private string? Find(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null) return "the server shows none";
        using var shown = new X509Certificate2(certificate);
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            var name = (sender as SslStream)?.TargetHostName;
            return $"it is for {Names(shown)}{(string.IsNullOrEmpty(name) ? "" : $", not for {name}")}; if that is the right server, name it with --tls-server-name (tls-server-name in the kubeconfig)";
        }

        if (authorities is not { Count: > 0 })
        {
            return errors == SslPolicyErrors.None ? null : $"{Reason(chain)}. Its authority belongs in the kubeconfig (certificate-authority), or give --certificate-authority";
        }

        using var own = new X509Chain();
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(authorities);
        if (chain is not null)
        {
            own.ChainPolicy.ExtraStore.AddRange(chain.ChainElements.Select(element => element.Certificate).ToArray());
        }

        return own.Build(shown) ? null : $"it was not issued by the cluster's certificate-authority ({Reason(own)})";
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString()))).ToList();
        return names.Count > 0 ? string.Join(", ", names) : certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
    }

    private static string Reason(X509Chain? chain) => chain?.ChainStatus.Select(status => status.StatusInformation.Trim().TrimEnd('.')).FirstOrDefault(text => text.Length > 0) ?? "its chain of authorities is not known here";
}
