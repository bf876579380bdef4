using System.Globalization;
using System.Text;

namespace LogReport;

/// <summary>The requests of each hour as an SVG picture.</summary>
internal static class BarChart
{
    private const int Width = 720;
    private const int Height = 320;
    private const int Left = 60;
    private const int Bottom = 40;
    private const int Top = 40;

    public static string Write(Counts counts)
    {
        var most = Math.Max(1, counts.ByHour.Max());
        var slot = (Width - Left - 20) / 24.0;
        var svg = new StringBuilder();
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"11\">");
        Line($"  <title>Requests by hour</title>");
        Line($"  <rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>");
        Line($"  <text x=\"{Left}\" y=\"24\" font-size=\"15\" fill=\"#24292f\">{counts.Lines:N0} requests by hour of day</text>");
        for (var step = 0; step <= 4; step++)
        {
            var value = most * step / 4;
            var y = Height - Bottom - (Height - Bottom - Top) * step / 4.0;
            Line($"  <line x1=\"{Left}\" y1=\"{y:0.#}\" x2=\"{Width - 20}\" y2=\"{y:0.#}\" stroke=\"#d0d7de\"/>");
            Line($"  <text x=\"{Left - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\" fill=\"#57606a\">{value:N0}</text>");
        }

        for (var hour = 0; hour < 24; hour++)
        {
            var height = (Height - Bottom - Top) * (double)counts.ByHour[hour] / most;
            var x = Left + hour * slot;
            Line($"  <rect x=\"{x + 2:0.#}\" y=\"{Height - Bottom - height:0.#}\" width=\"{slot - 4:0.#}\" height=\"{height:0.#}\" fill=\"#2f81f7\"><title>{hour:00}:00 {counts.ByHour[hour]:N0}</title></rect>");
            Line($"  <text x=\"{x + slot / 2:0.#}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\" fill=\"#57606a\">{hour:00}</text>");
        }

        Line($"</svg>");
        return svg.ToString();

        void Line(FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
