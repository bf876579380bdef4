using System.Globalization;
using System.Text.RegularExpressions;

namespace Argosy.MSBuild;

/// <summary>One error of a rejected workflow, as the assembly carries it.</summary>
internal sealed record RejectionError(string File, int Line, int Column, string Code, string Message)
{
    private static readonly Regex Canonical = new(@"^(?<file>.*)\((?<line>\d+),(?<column>\d+)\): error (?<code>[A-Z]+\d+): (?<message>.*)$", RegexOptions.CultureInvariant);

    /// <summary>Reads canonical <c>file(line,column): error ARGOnnn: text</c>, one a line; other lines continue the text of the one before.</summary>
    public static IReadOnlyList<RejectionError> Parse(string lines)
    {
        var errors = new List<RejectionError>();
        foreach (var line in lines.Split(['\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Canonical.Match(line) is { Success: true } match)
            {
                errors.Add(new RejectionError(match.Groups["file"].Value, Number("line"), Number("column"), match.Groups["code"].Value, match.Groups["message"].Value));
                int Number(string group) => int.Parse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture);
            }
            else if (errors.Count > 0)
            {
                errors[errors.Count - 1] = errors[errors.Count - 1] with { Message = errors[errors.Count - 1].Message + " " + line.Trim() };
            }
        }

        return errors;
    }
}
