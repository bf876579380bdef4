using System.Globalization;
using System.Text;

namespace LogReport;

/// <summary>The report as text.</summary>
internal static class ReportTable
{
    public static string Write(Counts counts)
    {
        var text = new StringBuilder();
        Line($"{Number(counts.Lines)} requests, {Number(counts.Bytes)} bytes sent{(counts.Unread > 0 ? $", {Number(counts.Unread)} lines not in the common log format" : "")}");
        Section("status", counts.ByStatus.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Section("section", counts.BySection.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(15));
        Section("hour", counts.ByHour.Select((count, hour) => KeyValuePair.Create(hour.ToString("00", CultureInfo.InvariantCulture), count)));
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');

        void Section(string title, IEnumerable<KeyValuePair<string, long>> rows)
        {
            var list = rows.ToList();
            var width = list.Select(row => row.Key.Length).Append(title.Length).Max();
            var most = Math.Max(1, list.Select(row => row.Value).DefaultIfEmpty(0).Max());
            Line("");
            Line($"{title.PadRight(width)}  {"requests",12}  {"share",6}");
            foreach (var (key, count) in list)
            {
                var share = counts.Lines == 0 ? 0 : 100.0 * count / counts.Lines;
                Line($"{key.PadRight(width)}  {Number(count),12}  {share.ToString("0.0", CultureInfo.InvariantCulture),5}%  {new string('#', (int)(30 * count / most))}".TrimEnd());
            }
        }

        static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
    }
}
