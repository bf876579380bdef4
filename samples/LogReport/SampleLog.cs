using System.Globalization;

namespace LogReport;

/// <summary>A day of a made-up web site: 200,000 lines, the same each time and on each machine.</summary>
internal static class SampleLog
{
    public const int Lines = 200_000;

    private static readonly string[] Paths =
    [
        "/", "/", "/", "/index.html", "/products/list", "/products/42", "/products/1138", "/search?q=whale", "/search?q=tear+drop", "/images/logo.png", "/images/hero.jpg",
        "/css/site.css", "/js/app.js", "/api/cart", "/api/cart/items", "/api/login", "/api/orders", "/blog/2026/argo", "/blog/feed.xml", "/admin/", "/robots.txt", "/favicon.ico",
    ];

    /// <summary>How busy each hour of the day is, from midnight.</summary>
    private static readonly int[] Busy = [18, 12, 9, 7, 6, 8, 15, 30, 52, 68, 74, 78, 82, 80, 76, 74, 72, 70, 75, 84, 90, 78, 55, 32];

    public static IEnumerable<string> Read()
    {
        var random = 0x9E3779B97F4A7C15UL;
        var total = Busy.Sum();
        var day = new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
        for (var i = 0; i < Lines; i++)
        {
            // Lines come in order of time; each hour has its share of them.
            var (hour, within) = HourOf((long)i * total / Lines, i);
            var time = day.AddHours(hour).AddSeconds(within);
            var path = Paths[(int)(Next() % (ulong)Paths.Length)];
            var status = (Next() % 1000) switch { < 900 => 200, < 945 => 304, < 985 => path.StartsWith("/admin", StringComparison.Ordinal) ? 403 : 404, < 996 => 302, _ => 500 };
            var method = path.StartsWith("/api", StringComparison.Ordinal) && Next() % 3 == 0 ? "POST" : "GET";
            var bytes = status is 304 or 302 ? "-" : (Next() % 40_000 + 120).ToString(CultureInfo.InvariantCulture);
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"10.{Next() % 32}.{Next() % 256}.{Next() % 254 + 1} - - [{time:dd/MMM/yyyy:HH:mm:ss} +0000] \"{method} {path} HTTP/1.1\" {status} {bytes}");
        }

        // xorshift64*: a seeded System.Random would do, but promises the same numbers only within one version of .NET.
        ulong Next()
        {
            random ^= random >> 12;
            random ^= random << 25;
            random ^= random >> 27;
            return random * 0x2545F4914F6CDD1DUL >> 11;
        }

        (int Hour, int Second) HourOf(long weight, int line)
        {
            var before = 0;
            for (var hour = 0; hour < Busy.Length; hour++)
            {
                if (weight < before + Busy[hour])
                {
                    var first = (long)before * Lines / total;
                    var count = (long)Busy[hour] * Lines / total + 1;
                    return (hour, (int)Math.Clamp((line - first) * 3600 / count, 0, 3599));
                }

                before += Busy[hour];
            }

            return (23, 3599);
        }
    }
}
