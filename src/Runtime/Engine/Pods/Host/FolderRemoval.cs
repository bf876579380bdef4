namespace Argosy.Engine.Pods.Host;

/// <summary>Removes folders that programs have written to: also such that nobody may enter.</summary>
internal static class FolderRemoval
{
    public static void Remove(string folder)
    {
        for (var attempt = 0; Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (attempt == 3)
                    return;
                Open(new DirectoryInfo(folder));
            }
        }
    }

    private static void Open(DirectoryInfo folder)
    {
        try
        {
            if (!OperatingSystem.IsWindows())
                folder.UnixFileMode |= UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            foreach (var inner in folder.EnumerateDirectories())
            {
                if (inner.LinkTarget is null)
                    Open(inner);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be opened cannot be removed either; the caller tries and gives up.
        }
    }
}
