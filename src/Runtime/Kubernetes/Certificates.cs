using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;

namespace Argosy.Kubernetes;

/// <summary>The certificates that a kubeconfig names by path or carries in base64.</summary>
internal static class Certificates
{
    public static X509Certificate2Collection Authorities(string path)
    {
        var collection = new X509Certificate2Collection();
        collection.ImportFromPemFile(path);
        return collection;
    }

    public static X509Certificate2? Client(KubernetesClientConfiguration config)
    {
        if (config is { ClientCertificateData.Length: > 0, ClientCertificateKeyData.Length: > 0 })
        {
            return Usable(X509Certificate2.CreateFromPem(Pem(config.ClientCertificateData), Pem(config.ClientCertificateKeyData)));
        }

        return config is { ClientCertificateFilePath.Length: > 0, ClientKeyFilePath.Length: > 0 }
            ? Client(config.ClientCertificateFilePath, config.ClientKeyFilePath)
            : null;
    }

    public static X509Certificate2 Client(string certificatePath, string keyPath) => Usable(X509Certificate2.CreateFromPemFile(certificatePath, keyPath));

    private static string Pem(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    /// <summary>Windows' TLS does not take a key that lives in memory only.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            return new X509Certificate2(certificate.Export(X509ContentType.Pkcs12));
        }
    }
}
