using System.Text;

namespace Argosy.Cli.Printing;

/// <summary>
/// Aligns tab-terminated cells as Go's <c>text/tabwriter</c> does (minimum width 0, padding with blanks): a column is a run of lines that all have a terminated
/// cell there, its width that of its widest cell plus the padding; the last cell of a line is not padded. Widths count characters, colour codes included.
/// </summary>
internal sealed class TabWriter(int padding)
{
    private readonly List<string[]> _lines = [];
    private readonly StringBuilder _pending = new();

    /// <summary>Takes more text; tabs end cells, line ends end lines.</summary>
    public TabWriter Write(string text)
    {
        _pending.Append(text);
        return this;
    }

    /// <summary>The aligned text.</summary>
    public override string ToString()
    {
        _lines.Clear();
        var lines = _pending.ToString().Split('\n');
        _lines.AddRange(lines.Select(line => line.Split('\t')));
        var output = new StringBuilder();
        Format(output, [], 0, _lines.Count);
        return output.ToString();
    }

    private void Format(StringBuilder output, List<int> widths, int from, int to)
    {
        var column = widths.Count;
        var written = from;
        for (var line = from; line < to; line++)
        {
            // A terminated cell in this column: the last cell of a line is not terminated.
            if (column >= _lines[line].Length - 1) continue;
            Emit(output, widths, written, line);
            written = line;
            var width = 0;
            var hasText = false;
            for (; line < to && column < _lines[line].Length - 1; line++)
            {
                var length = Length(_lines[line][column]);
                if (length + padding > width) width = length + padding;
                hasText |= length > 0;
            }

            // Columns of empty cells still take the padding, as tabwriter's do without DiscardEmptyColumns.
            _ = hasText;
            widths.Add(width);
            Format(output, widths, written, line);
            widths.RemoveAt(column);
            written = line;
            line--;
        }

        Emit(output, widths, written, to);
    }

    private void Emit(StringBuilder output, List<int> widths, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var cells = _lines[i];
            for (var j = 0; j < cells.Length; j++)
            {
                output.Append(cells[j]);
                if (j < widths.Count && j < cells.Length - 1) output.Append(' ', Math.Max(0, widths[j] - Length(cells[j])));
            }

            if (i + 1 < _lines.Count) output.Append('\n');
        }
    }

    private static int Length(string cell) => cell.EnumerateRunes().Count();
}
