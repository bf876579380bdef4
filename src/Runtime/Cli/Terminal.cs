namespace Argosy.Cli;

/// <summary>What the place that standard output goes to can show.</summary>
/// <param name="IsInteractive">A person reads it as it comes: text in place may be updated.</param>
/// <param name="Colors">Whether colours are wanted at all.</param>
/// <param name="Width">Columns; 0: unknown.</param>
internal sealed record Terminal(bool IsInteractive, bool Colors, int Width = 0)
{
    /// <summary>A file or a pipe.</summary>
    public static readonly Terminal Plain = new(false, false);

    /// <summary>
    /// The terminal of this process. Colours are off where output goes to a file or a pipe, where <c>NO_COLOR</c> is set, and where
    /// <c>TERM</c> is <c>dumb</c>; <c>CLICOLOR_FORCE</c> turns them on for a pipe.
    /// </summary>
    public static Terminal OfProcess(Func<string, string?> environment)
    {
        var redirected = Console.IsOutputRedirected;
        var dumb = environment("TERM") == "dumb";
        var forced = environment("CLICOLOR_FORCE") is { Length: > 0 } force && force != "0";
        var refused = environment("NO_COLOR") is { Length: > 0 };
        var width = 0;
        if (!redirected)
        {
            try
            {
                width = Console.WindowWidth;
            }
            catch (Exception e) when (e is IOException or PlatformNotSupportedException)
            {
                // No window to ask.
            }
        }

        return new Terminal(!redirected && !dumb, !dumb && !refused && (!redirected || forced), width);
    }
}
