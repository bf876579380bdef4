using System.Security.Cryptography;
using System.Text;
using Argosy.Manifests.Expressions.Builtins;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Sprig;

/// <summary>sprig's encodings and sums.</summary>
internal static class SprigEncodings
{
    public static void Register(SprigFunctions f)
    {
        GoType s = GoType.String, any = GoType.Any;
        f.Add("b64enc", [s], s, a => Convert.ToBase64String(GoBytes.Of((string)a[0]!)));
        f.Add("b64dec", [s], s, a => Decode(() => BaseEncoding.Decode64((string)a[0]!)));
        f.Add("b32enc", [s], s, a => BaseEncoding.Encode32(GoBytes.Of((string)a[0]!)));
        f.Add("b32dec", [s], s, a => Decode(() => BaseEncoding.Decode32((string)a[0]!)));
        f.Add("sha1sum", [s], s, a => Sum(SHA1.Create, (string)a[0]!));
        f.Add("sha256sum", [s], s, a => Sum(SHA256.Create, (string)a[0]!));
        f.Add("sha512sum", [s], s, a => Sum(SHA512.Create, (string)a[0]!));
        f.Add("adler32sum", [s], s, a => Adler(GoBytes.Of((string)a[0]!)).ToString(System.Globalization.CultureInfo.InvariantCulture));
        f.Add("fromJson", [s], any, a => Try(() => GoJson.Read((string)a[0]!)));
        f.AddFailing("mustFromJson", [s], any, a => GoJson.Read((string)a[0]!));
        f.Add("toJson", [any], s, a => Try(() => GoJson.Write(a[0])) ?? "");
        f.AddFailing("mustToJson", [any], s, a => GoJson.Write(a[0]));
        f.Add("toPrettyJson", [any], s, a => Try(() => GoJson.Write(a[0], "  ")) ?? "");
        f.AddFailing("mustToPrettyJson", [any], s, a => GoJson.Write(a[0], "  "));
        f.Add("toRawJson", [any], s, a => GoJson.Write(a[0], null, escapeHtml: false));
        f.AddFailing("mustToRawJson", [any], s, a => GoJson.Write(a[0], null, escapeHtml: false));
    }

    private static object? Try(Func<object?> run)
    {
        try
        {
            return run();
        }
        catch (GoPanic)
        {
            return null;
        }
    }

    private static string Decode(Func<byte[]> run)
    {
        try
        {
            return GoBytes.Text(run());
        }
        catch (GoPanic error)
        {
            return error.Message;
        }
    }

    private static string Sum(Func<HashAlgorithm> create, string text)
    {
        using var algorithm = create();
        var result = new StringBuilder();
        foreach (var b in algorithm.ComputeHash(GoBytes.Of(text)))
            result.Append(b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        return result.ToString();
    }

    private static uint Adler(byte[] bytes)
    {
        uint a = 1, b = 0;
        foreach (var value in bytes)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }

        return b << 16 | a;
    }
}
