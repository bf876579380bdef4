using System.Text;

namespace Argosy.Functions;

/// <summary>Runs one function in the process that a pod starts for it.</summary>
internal static class FunctionEntry
{
    /// <summary>The folder that stands for <c>/argosy</c>, for tests and for pods whose root is read-only.</summary>
    public const string FolderVariable = "ARGOSY_FUNCTION_FOLDER";

    /// <summary>Where kubelet looks for the message of a failed container.</summary>
    public const string TerminationLogVariable = "ARGOSY_TERMINATION_LOG";

    /// <summary>Reads the inputs, runs the function, writes the outputs. The result is the exit code: 0, 1 for a failure, 2 for an input that cannot be read, 143 when told to end.</summary>
    public static async Task<int> RunAsync(RegisteredFunction function, Func<string, string?> environment, TextWriter errors, CancellationToken cancellation)
    {
        var folder = environment(FolderVariable) is { Length: > 0 } given ? given : "/argosy";
        var call = new FunctionCall(
            name => Parameter(name, folder, environment),
            (name, declared) => declared.Length > 0 ? Placed(declared, folder) : Path.Combine(folder, "inputs", name),
            (name, declared) => declared.Length > 0 ? Placed(declared, folder) : Path.Combine(folder, "outputs", name),
            cancellation);
        try
        {
            await function.Invoke(call).ConfigureAwait(false);
            var outputs = Path.Combine(folder, "outputs");
            Directory.CreateDirectory(outputs);
            foreach (var (name, text) in call.Outputs)
                await File.WriteAllTextAsync(Path.Combine(outputs, name), text, CancellationToken.None).ConfigureAwait(false);
            return 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return 143;
        }
#pragma warning disable CA1031 // Whatever the user's code throws is the pod's failure.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await errors.WriteLineAsync(FunctionFailure.Trace(e)).ConfigureAwait(false);
            await TellAsync(environment(TerminationLogVariable) ?? "/dev/termination-log", FunctionFailure.Message(e)).ConfigureAwait(false);
            return FunctionFailure.ExitCode(e);
        }
    }

    private static string Placed(string declared, string folder) =>
        folder == "/argosy" || !declared.StartsWith("/argosy/", StringComparison.Ordinal) ? declared : folder + declared["/argosy".Length..];

    private static string? Parameter(string name, string folder, Func<string, string?> environment)
    {
        var file = Path.Combine(folder, "inputs", name + ".b64");
        if (File.Exists(file))
            return FromBase64(File.ReadAllText(file), name);
        return environment("ARGOSY_INPUT64_" + name) is { } coded ? FromBase64(coded, name) : environment("ARGOSY_INPUT_" + name);
    }

    private static string FromBase64(string text, string name)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(text.Trim()));
        }
        catch (FormatException e)
        {
            throw new FunctionInputException($"the input parameter '{name}' did not reach the function: its tag was not replaced ({(text.Length > 60 ? text[..60] + "…" : text)})", e);
        }
    }

    private static async Task TellAsync(string path, string message)
    {
        try
        {
            await File.WriteAllTextAsync(path, message.Length > 4000 ? message[..4000] : message, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not in a pod: standard error has it.
        }
    }
}
