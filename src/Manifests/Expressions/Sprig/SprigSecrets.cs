using System.Security.Cryptography;
using Argosy.Manifests.Expressions.Builtins;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Sprig;

/// <summary>
/// sprig's keys, certificates and passwords. What gives another result each time and cannot be made here says so; encryption works.
/// </summary>
internal static class SprigSecrets
{
    private const int BlockSize = 16;

    public static void Register(SprigFunctions f)
    {
        GoType s = GoType.String, i = GoType.Int, list = GoType.AnySlice;
        var certificate = GoType.Named("sprig.certificate", GoKind.Struct, "github.com/Masterminds/sprig/v3");
        var hash = GoType.Named("sprig.HashAlgorithm", GoKind.String, "github.com/Masterminds/sprig/v3");
        f.AddFailing("randBytes", [i], s, a =>
        {
            var count = (long)a[0]!;
            if (count is < 0 or > 10_000_000)
                throw new GoPanic("runtime error: makeslice: len out of range");
            return Convert.ToBase64String(RandomBytes((int)count));
        });
        f.AddFailing("encryptAES", [s, s], s, a => Encrypt((string)a[0]!, (string)a[1]!));
        f.AddFailing("decryptAES", [s, s], s, a => Decrypt((string)a[0]!, (string)a[1]!));
        NotHere(f, "bcrypt", GoType.Func([s], s));
        NotHere(f, "htpasswd", GoType.Func([s, s, hash], s));
        NotHere(f, "genPrivateKey", GoType.Func([s], s));
        NotHere(f, "derivePassword", GoType.Func([GoType.Uint32, s, s, s, s], s));
        NotHere(f, "buildCustomCert", GoType.Func([s, s], [certificate, GoType.Error], false));
        NotHere(f, "genCA", GoType.Func([s, i], [certificate, GoType.Error], false));
        NotHere(f, "genCAWithKey", GoType.Func([s, i, s], [certificate, GoType.Error], false));
        NotHere(f, "genSelfSignedCert", GoType.Func([s, list, list, i], [certificate, GoType.Error], false));
        NotHere(f, "genSelfSignedCertWithKey", GoType.Func([s, list, list, i, s], [certificate, GoType.Error], false));
        NotHere(f, "genSignedCert", GoType.Func([s, list, list, i, certificate], [certificate, GoType.Error], false));
        NotHere(f, "genSignedCertWithKey", GoType.Func([s, list, list, i, certificate, s], [certificate, GoType.Error], false));
    }

    private static void NotHere(SprigFunctions f, string name, GoType type) =>
        f.Add(name, type, _ => throw new GoPanic($"sprig.{name} gives another secret each time and is not evaluated outside a cluster"));

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return bytes;
    }

    private static Aes Cipher(string password)
    {
        var key = new byte[32];
        var given = GoBytes.Of(password);
        Array.Copy(given, key, Math.Min(given.Length, key.Length));
        var aes = Aes.Create();
        aes.Mode = CipherMode.CBC;
        aes.Padding = PaddingMode.None;
        aes.Key = key;
        return aes;
    }

    private static string Encrypt(string password, string text)
    {
        if (text.Length == 0)
            return "";
        var bytes = GoBytes.Of(text);
        var padding = BlockSize - bytes.Length % BlockSize;
        byte[] padded = [.. bytes, .. Enumerable.Repeat((byte)padding, padding)];
        using var aes = Cipher(password);
        aes.IV = RandomBytes(BlockSize);
        using var encryptor = aes.CreateEncryptor();
        return Convert.ToBase64String([.. aes.IV, .. encryptor.TransformFinalBlock(padded, 0, padded.Length)]);
    }

    private static string Decrypt(string password, string text)
    {
        if (text.Length == 0)
            return "";
        var bytes = BaseEncoding.Decode64(text);
        if (bytes.Length < BlockSize)
            throw new GoPanic($"runtime error: slice bounds out of range [:{BlockSize}] with capacity {bytes.Length}");
        if (bytes.Length % BlockSize != 0)
            throw new GoPanic("crypto/cipher: input not full blocks");
        using var aes = Cipher(password);
        aes.IV = bytes.Take(BlockSize).ToArray();
        using var decryptor = aes.CreateDecryptor();
        var plain = decryptor.TransformFinalBlock(bytes, BlockSize, bytes.Length - BlockSize);
        if (plain.Length == 0)
            throw new GoPanic("runtime error: index out of range [-1]");
        var padding = plain[plain.Length - 1];
        return padding > plain.Length
            ? throw new GoPanic($"runtime error: slice bounds out of range [:{plain.Length - padding}]")
            : GoBytes.Text(plain, 0, plain.Length - padding);
    }
}
