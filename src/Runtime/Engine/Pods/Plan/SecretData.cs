using System.Text;
using k8s.Models;

namespace Argosy.Engine.Pods.Plan;

/// <summary>The values of a Secret: <c>stringData</c> beats <c>data</c>, as when the API server takes it in.</summary>
internal static class SecretData
{
    public static byte[]? Bytes(V1Secret secret, string key) =>
        secret.StringData is not null && secret.StringData.TryGetValue(key, out var text) ? Encoding.UTF8.GetBytes(text)
        : secret.Data is not null && secret.Data.TryGetValue(key, out var bytes) ? bytes
        : null;

    public static string? Text(V1Secret secret, string key) => Bytes(secret, key) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    public static IEnumerable<string> Keys(V1Secret secret) => (secret.Data?.Keys ?? []).Concat(secret.StringData?.Keys ?? []).Distinct(StringComparer.Ordinal);

    public static IEnumerable<KeyValuePair<string, string>> Texts(V1Secret secret) => Keys(secret).Select(key => KeyValuePair.Create(key, Text(secret, key)!));
}
