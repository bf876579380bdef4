using System.Text;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Builtins;

/// <summary>Base64 and base32 with the errors of Go's decoders.</summary>
internal static class BaseEncoding
{
    private const string Alphabet64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", Alphabet32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <exception cref="GoPanic">The text is no base64.</exception>
    public static byte[] Decode64(string text)
    {
        var source = GoBytes.Of(text);
        var result = new List<byte>(source.Length);
        int at = 0;
        GoPanic Corrupt(int index) => new($"illegal base64 data at input byte {index}");
        void SkipNewlines()
        {
            while (at < source.Length && source[at] is (byte)'\n' or (byte)'\r')
                at++;
        }

        while (at < source.Length)
        {
            var quantum = new int[4];
            var length = 4;
            for (var j = 0; j < 4; j++)
            {
                if (at == source.Length)
                {
                    if (j == 0)
                        return [.. result];
                    throw Corrupt(at - j);
                }

                var c = source[at++];
                var value = c < 0x80 ? Alphabet64.IndexOf((char)c) : -1;
                if (value >= 0)
                {
                    quantum[j] = value;
                    continue;
                }

                if (c is (byte)'\n' or (byte)'\r')
                {
                    j--;
                    continue;
                }

                if (c != '=' || j < 2)
                    throw Corrupt(at - 1);
                if (j == 2)
                {
                    SkipNewlines();
                    if (at == source.Length)
                        throw Corrupt(source.Length);
                    if (source[at] != '=')
                        throw Corrupt(at - 1);
                    at++;
                }

                SkipNewlines();
                if (at < source.Length)
                    throw Corrupt(at);
                length = j;
                break;
            }

            var bits = quantum[0] << 18 | quantum[1] << 12 | quantum[2] << 6 | quantum[3];
            result.Add((byte)(bits >> 16));
            if (length > 2)
                result.Add((byte)(bits >> 8));
            if (length > 3)
                result.Add((byte)bits);
        }

        return [.. result];
    }

    public static string Encode32(byte[] bytes)
    {
        var result = new StringBuilder();
        for (var i = 0; i < bytes.Length; i += 5)
        {
            ulong bits = 0;
            var count = Math.Min(5, bytes.Length - i);
            for (var j = 0; j < 5; j++)
                bits = bits << 8 | (j < count ? bytes[i + j] : (byte)0);
            var digits = (count * 8 + 4) / 5;
            for (var j = 0; j < 8; j++)
                result.Append(j < digits ? Alphabet32[(int)(bits >> (35 - 5 * j)) & 31] : '=');
        }

        return result.ToString();
    }

    /// <exception cref="GoPanic">The text is no base32.</exception>
    public static byte[] Decode32(string text)
    {
        var source = GoBytes.Of(text.Replace("\n", "").Replace("\r", ""));
        var result = new List<byte>();
        GoPanic Corrupt(int index) => new($"illegal base32 data at input byte {index}");
        var at = 0;
        var end = false;
        while (at < source.Length && !end)
        {
            var quantum = new ulong[8];
            var length = 8;
            for (var j = 0; j < 8;)
            {
                if (at == source.Length)
                    throw Corrupt(source.Length - j);
                var c = source[at++];
                if (c == '=' && j >= 2 && source.Length - at < 8)
                {
                    if (source.Length - at + j < 7)
                        throw Corrupt(source.Length);
                    for (var k = 0; k < 7 - j; k++)
                    {
                        if (source.Length - at > k && source[at + k] != '=')
                            throw Corrupt(at + k - 1);
                    }

                    length = j;
                    end = true;
                    if (length is 1 or 3 or 6)
                        throw Corrupt(at - 1);
                    break;
                }

                var value = c < 0x80 ? Alphabet32.IndexOf((char)c) : -1;
                if (value < 0)
                    throw Corrupt(at - 1);
                quantum[j++] = (ulong)value;
            }

            var bits = quantum.Aggregate(0UL, (b, q) => b << 5 | q);
            for (var j = 0; j < length * 5 / 8; j++)
                result.Add((byte)(bits >> (32 - 8 * j)));
        }

        return [.. result];
    }
}
