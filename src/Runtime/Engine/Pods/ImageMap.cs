namespace Argosy.Engine.Pods;

/// <summary>
/// Images that are something else on this machine. One entry is <c>IMAGE=TARGET</c>; IMAGE may lack its tag, or be <c>*</c>; TARGET is <c>host</c> (the machine's own
/// programs), a folder with the image's files, or the name of another image. In a file each line is an entry, <c>#</c> begins a comment.
/// A command for an image without one follows after a blank: <c>alpine=host sh</c>.
/// </summary>
internal sealed class ImageMap
{
    private readonly List<(string Image, ImageTarget Target)> _entries = [];

    /// <summary>Whether an image is mapped to this machine's own programs or to a folder, which container programs cannot use.</summary>
    public bool NeedsHost => _entries.Exists(e => e.Target.IsHost || e.Target.Folder is not null);

    /// <summary>Adds what an option said: an entry, or a file of entries.</summary>
    public void Add(string option)
    {
        if (File.Exists(option))
        {
            foreach (var line in File.ReadLines(option))
            {
                var text = line.Split('#')[0].Trim();
                if (text.Length > 0)
                    AddEntry(text);
            }
        }
        else
        {
            AddEntry(option);
        }
    }

    /// <summary>What an image is mapped to; null: nothing. The most exact entry decides: with tag, without, <c>*</c>.</summary>
    public ImageTarget? Find(string image)
    {
        foreach (var name in new[] { image, WithoutTag(image), BaseName(image), "*" })
        {
            for (var i = _entries.Count - 1; i >= 0; i--)
            {
                if (_entries[i].Image == name)
                    return _entries[i].Target;
            }
        }
        return null;
    }

    /// <summary>An image's name without registry, <c>library/</c>, tag and digest.</summary>
    public static string BaseName(string image)
    {
        var name = WithoutTag(image);
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && (name[..slash].Contains('.', StringComparison.Ordinal) || name[..slash].Contains(':', StringComparison.Ordinal) || name[..slash] == "localhost"))
            name = name[(slash + 1)..];
        return name.StartsWith("library/", StringComparison.Ordinal) ? name["library/".Length..] : name;
    }

    private static string WithoutTag(string image)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
            image = image[..at];
        var colon = image.LastIndexOf(':');
        return colon > image.LastIndexOf('/') ? image[..colon] : image;
    }

    private void AddEntry(string entry)
    {
        var equals = entry.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || equals == entry.Length - 1)
            throw new ArgumentException($"an image map entry is IMAGE=TARGET (host, a folder or an image), not '{entry}'; a file of entries with that name was not found either");
        var words = entry[(equals + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var target = words[0];
        string[] command = words[1..];
        _entries.Add((entry[..equals].Trim(), target == "host"
            ? new ImageTarget(true, null, null, command)
            : Directory.Exists(target) ? new ImageTarget(false, Path.GetFullPath(target), null, command) : new ImageTarget(false, null, target, command)));
    }
}

/// <summary>What an image is on this machine.</summary>
/// <param name="IsHost">The machine's own programs.</param>
/// <param name="Folder">A folder with the image's files.</param>
/// <param name="Image">Another image.</param>
/// <param name="Command">What runs where a template names no command.</param>
internal sealed record ImageTarget(bool IsHost, string? Folder, string? Image, IReadOnlyList<string> Command);
