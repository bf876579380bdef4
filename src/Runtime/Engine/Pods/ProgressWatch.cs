using System.Text.RegularExpressions;

namespace Argosy.Engine.Pods;

/// <summary>Looks at the file in which a program reports its progress.</summary>
internal sealed partial class ProgressWatch : IDisposable
{
    private readonly string _path;
    private readonly IPodObserver _observer;
    private readonly Timer _timer;

    public ProgressWatch(string path, IPodObserver observer)
    {
        _path = path;
        _observer = observer;
        _timer = new Timer(_ => Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public string? Last { get; private set; }

    public void Look()
    {
        try
        {
            if (!File.Exists(_path))
                return;
            var text = File.ReadAllText(_path).Trim();
            if (text == Last || Form().Match(text) is not { Success: true } match || !long.TryParse(match.Groups[1].Value, out var done) || !long.TryParse(match.Groups[2].Value, out var all) || all == 0 || done > all)
                return;
            Last = text;
            _observer.Progress(text);
        }
        catch (IOException)
        {
            // It is being written; the next look sees it.
        }
    }

    public void Dispose() => _timer.Dispose();

    [GeneratedRegex("^([0-9]{1,18})/([0-9]{1,18})$")]
    private static partial Regex Form();
}
