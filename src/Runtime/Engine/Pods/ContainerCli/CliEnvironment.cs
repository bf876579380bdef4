namespace Argosy.Engine.Pods.ContainerCli;

/// <summary>
/// How the variables of a container reach Podman or Docker. Their values may be secrets, and every user of a machine can read the words of a command line; so the words
/// hold names only. A value comes from the environment of the program, which nobody else can read; variables that the program itself might heed come from a file that is
/// private and gone at once.
/// </summary>
internal sealed class CliEnvironment
{
    private static readonly string[] s_heeded =
    [
        "PATH", "HOME", "USER", "TMPDIR", "TERM", "SHELL", "LANG", "NOTIFY_SOCKET", "LISTEN_", "XDG_", "DOCKER_", "CONTAINER", "BUILDAH", "BUILDKIT", "STORAGE_", "REGISTRY_", "DBUS_",
        "LD_", "GO", "SSL_", "HTTP_", "HTTPS_", "NO_PROXY", "ALL_PROXY", "http_", "https_", "no_proxy", "all_proxy", "COMPOSE_", "PODMAN", "_CONTAINERS", "NO_COLOR", "AWS_", "GNUPGHOME", "SSH_", "TZ",
    ];

    private readonly string? _file;

    private CliEnvironment(IReadOnlyList<string> words, IReadOnlyList<KeyValuePair<string, string>> inherited, string? file)
    {
        Words = words;
        Inherited = inherited;
        _file = file;
    }

    /// <summary>The options of <c>create</c>.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Variables for the program, which hands them on.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Inherited { get; }

    /// <param name="variables">Those of the container.</param>
    /// <param name="file">Where the private file may be made.</param>
    public static CliEnvironment Of(IReadOnlyList<KeyValuePair<string, string>> variables, string file)
    {
        var words = new List<string>();
        var inherited = new List<KeyValuePair<string, string>>();
        var kept = new List<KeyValuePair<string, string>>();
        foreach (var variable in variables.GroupBy(v => v.Key, StringComparer.Ordinal).Select(g => g.Last()))
        {
            if (IsHeeded(variable.Key) && variable.Value.AsSpan().IndexOfAny("\n\r") < 0)
            {
                kept.Add(variable);
                continue;
            }
            words.AddRange(["--env", variable.Key]);
            inherited.Add(variable);
        }
        if (kept.Count == 0)
            return new CliEnvironment(words, inherited, null);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(file, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false), options))
        {
            foreach (var (name, value) in kept)
                writer.Write(name + "=" + value + "\n");
        }
        words.InsertRange(0, ["--env-file", file]);
        return new CliEnvironment(words, inherited, file);
    }

    /// <summary>Removes the file.</summary>
    public void Remove()
    {
        if (_file is not null)
            File.Delete(_file);
    }

    private static bool IsHeeded(string name) => Array.Exists(s_heeded, h => name.StartsWith(h, StringComparison.Ordinal));
}
