using System.Globalization;
using System.Text;
using Argosy.Manifests.Expressions.Values;
using Argosy.Manifests.Text;

namespace Argosy.Manifests.Expressions.Sprig;

/// <summary>Takes addresses apart and puts them together, as Go's <c>net/url</c> does.</summary>
internal static class UrlText
{
    private enum Mode
    {
        Path, Host, User, Fragment,
    }

    public static GoMap Parse(string text)
    {
        Parts parts;
        try
        {
            parts = Split(text);
        }
        catch (GoPanic error)
        {
            throw new GoPanic($"unable to parse url: parse {GoQuote.Quote(text)}: {error.Message}");
        }

        var map = GoMap.Strings();
        map["scheme"] = parts.Scheme;
        map["host"] = parts.Host;
        map["hostname"] = HostName(parts.Host);
        map["path"] = parts.Path;
        map["query"] = parts.Query;
        map["opaque"] = parts.Opaque;
        map["fragment"] = parts.Fragment;
        map["userinfo"] = parts.User ?? "";
        return map;
    }

    public static string Join(GoMap map)
    {
        string Get(string key)
        {
            if (!map.TryGet(key, out var value))
                return "";
            return value as string ?? throw (value is null
                ? SprigLists.NilPointer()
                : new GoPanic($"unable to parse {key} key, must be of type string, but {Go.KindName(value)} found"));
        }

        string scheme = Get("scheme"), host = Get("host"), path = Get("path"), query = Get("query"), opaque = Get("opaque"), fragment = Get("fragment");
        var user = Get("userinfo");
        if (user.Length > 0)
        {
            try
            {
                user = Split($"proto://{user}@host").User ?? "";
            }
            catch (GoPanic error)
            {
                throw new GoPanic($"unable to parse userinfo in dict: parse {GoQuote.Quote($"proto://{user}@host")}: {error.Message}");
            }
        }

        var result = new StringBuilder();
        if (scheme.Length > 0)
            result.Append(scheme).Append(':');
        if (opaque.Length > 0)
        {
            result.Append(opaque);
        }
        else
        {
            if (scheme.Length > 0 || host.Length > 0 || user.Length > 0)
            {
                if (host.Length > 0 || path.Length > 0 || user.Length > 0)
                    result.Append("//");
                if (user.Length > 0)
                    result.Append(user).Append('@');
                result.Append(Escape(host, Mode.Host));
            }

            var escaped = Escape(path, Mode.Path);
            if (escaped.Length > 0 && escaped[0] != '/' && host.Length > 0)
                result.Append('/');
            if (result.Length == 0)
            {
                var segment = escaped.Split('/')[0];
                if (segment.Contains(':'))
                    result.Append("./");
            }

            result.Append(escaped);
        }

        if (query.Length > 0)
            result.Append('?').Append(query);
        if (fragment.Length > 0)
            result.Append('#').Append(Escape(fragment, Mode.Fragment));
        return result.ToString();
    }

    private static Parts Split(string text)
    {
        var hash = text.IndexOf('#');
        var fragment = hash < 0 ? "" : text.Substring(hash + 1);
        if (hash >= 0)
            text = text.Substring(0, hash);
        if (text.Any(c => c < ' ' || c == 0x7f))
            throw new GoPanic("net/url: invalid control character in URL");
        var result = new Parts();
        if (text != "*")
        {
            var rest = Scheme(text, out var scheme);
            result.Scheme = scheme.ToLowerInvariant();
            if (rest.EndsWith("?", StringComparison.Ordinal) && rest.Count(c => c == '?') == 1)
            {
                rest = rest.Substring(0, rest.Length - 1);
            }
            else
            {
                var question = rest.IndexOf('?');
                if (question >= 0)
                {
                    result.Query = rest.Substring(question + 1);
                    rest = rest.Substring(0, question);
                }
            }

            if (!rest.StartsWith("/", StringComparison.Ordinal))
            {
                if (result.Scheme.Length > 0)
                {
                    result.Opaque = rest;
                    rest = "";
                }
                else if (rest.Split('/')[0].Contains(':'))
                {
                    throw new GoPanic("first path segment in URL cannot contain colon");
                }
            }

            if (rest.StartsWith("//", StringComparison.Ordinal) && (result.Scheme.Length > 0 || !rest.StartsWith("///", StringComparison.Ordinal)))
            {
                var authority = rest.Substring(2);
                var slash = authority.IndexOf('/');
                rest = slash < 0 ? "" : authority.Substring(slash);
                Authority(slash < 0 ? authority : authority.Substring(0, slash), result);
            }

            result.Path = Unescape(rest, Mode.Path);
        }
        else
        {
            result.Path = "*";
        }

        result.Fragment = Unescape(fragment, Mode.Fragment);
        return result;
    }

    private static string Scheme(string text, out string scheme)
    {
        scheme = "";
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= 'a' and <= 'z' or >= 'A' and <= 'Z')
                continue;
            if (c is >= '0' and <= '9' or '+' or '-' or '.')
            {
                if (i == 0)
                    return text;
                continue;
            }

            if (c != ':')
                return text;
            if (i == 0)
                throw new GoPanic("missing protocol scheme");
            scheme = text.Substring(0, i);
            return text.Substring(i + 1);
        }

        return text;
    }

    private static void Authority(string authority, Parts result)
    {
        var at = authority.LastIndexOf('@');
        var host = at < 0 ? authority : authority.Substring(at + 1);
        CheckHost(host);
        result.Host = Unescape(host, Mode.Host);
        if (at < 0)
            return;
        var user = authority.Substring(0, at);
        if (user.Any(c => !(c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9') && "-._:~!$&'()*+,;=%@".IndexOf(c) < 0))
            throw new GoPanic("net/url: invalid userinfo");
        var colon = user.IndexOf(':');
        result.User = colon < 0
            ? Escape(Unescape(user, Mode.User), Mode.User)
            : $"{Escape(Unescape(user.Substring(0, colon), Mode.User), Mode.User)}:{Escape(Unescape(user.Substring(colon + 1), Mode.User), Mode.User)}";
    }

    private static void CheckHost(string host)
    {
        string port;
        if (host.StartsWith("[", StringComparison.Ordinal))
        {
            var close = host.LastIndexOf(']');
            if (close < 0)
                throw new GoPanic("missing ']' in host");
            port = host.Substring(close + 1);
        }
        else
        {
            var colon = host.LastIndexOf(':');
            port = colon < 0 ? "" : host.Substring(colon);
        }

        if (port.Length > 0 && (port[0] != ':' || port.Skip(1).Any(c => c is < '0' or > '9')))
            throw new GoPanic($"invalid port {GoQuote.Quote(port)} after host");
    }

    private static string HostName(string host)
    {
        if (host.StartsWith("[", StringComparison.Ordinal))
        {
            var close = host.IndexOf(']');
            return close < 0 ? host : host.Substring(1, close - 1);
        }

        var colon = host.LastIndexOf(':');
        return colon < 0 ? host : host.Substring(0, colon);
    }

    private static string Unescape(string text, Mode mode)
    {
        if (mode == Mode.Host && text.FirstOrDefault(c => c < 0x80 && Escapes((byte)c, Mode.Host) && c != '%') is var bad && bad != '\0')
            throw new GoPanic($"invalid character {GoQuote.Quote(bad.ToString())} in host name");
        if (text.IndexOf('%') < 0)
            return text;
        var bytes = new List<byte>();
        var source = GoBytes.Of(text);
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] != '%')
            {
                bytes.Add(source[i]);
                continue;
            }

            var escape = GoBytes.Text(source, i, Math.Min(3, source.Length - i));
            if (escape.Length < 3 || !byte.TryParse(escape.Substring(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                || mode == Mode.Host && value < 0x80 && escape != "%25")
                throw new GoPanic($"invalid URL escape {GoQuote.Quote(escape)}");
            bytes.Add(value);
            i += 2;
        }

        return GoBytes.Text([.. bytes]);
    }

    private static string Escape(string text, Mode mode)
    {
        var result = new StringBuilder();
        foreach (var b in GoBytes.Of(text))
        {
            if (Escapes(b, mode))
                result.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            else
                result.Append((char)b);
        }

        return result.ToString();
    }

    private static bool Escapes(byte b, Mode mode)
    {
        var c = (char)b;
        if (b < 0x80 && (char.IsLetterOrDigit(c) || "-_.~".IndexOf(c) >= 0))
            return false;
        return mode switch
        {
            Mode.Host => "!$&'()*+,;=:[]<>\"".IndexOf(c) < 0,
            Mode.Path => "$&+,/:;=@".IndexOf(c) < 0,
            Mode.User => "$&+,;=".IndexOf(c) < 0,
            _ => "$&+,/:;=?@!()*".IndexOf(c) < 0,
        };
    }

    private sealed class Parts
    {
        public string Scheme { get; set; } = "";

        public string Host { get; set; } = "";

        public string Path { get; set; } = "";

        public string Query { get; set; } = "";

        public string Opaque { get; set; } = "";

        public string Fragment { get; set; } = "";

        public string? User { get; set; }
    }
}
