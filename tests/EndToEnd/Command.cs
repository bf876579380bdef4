using System.Collections;
using System.Diagnostics;

namespace Argosy.EndToEnd;

/// <summary>A program that was run to its end.</summary>
internal sealed record Command(int ExitCode, string Output, string Errors, TimeSpan Took)
{
    /// <summary>Everything that a person saw.</summary>
    public string Text => Output + Errors;

    public static Command Run(string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string?>? environment = null, int timeoutSeconds = 300)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        // What `dotnet test` says to its own build must not reach the builds in here.
        foreach (var name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key))
        {
            if (name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || name.StartsWith("TESTINGPLATFORM", StringComparison.OrdinalIgnoreCase)) start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;

        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromSeconds(timeoutSeconds)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end in {timeoutSeconds} s.");
        }

        // A build server that outlives the command keeps the pipe: what was written by now is what counts.
        Task.WhenAll(output, errors).Wait(TimeSpan.FromSeconds(5));
        return new Command(process.ExitCode, Finished(output), Finished(errors), clock.Elapsed);

        static string Finished(Task<string> text) => text.IsCompletedSuccessfully ? text.Result.ReplaceLineEndings("\n") : "";
    }

    public Command Succeeds()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}:\n{Text}");
        return this;
    }

    public Command Fails(int? exitCode = null)
    {
        Assert.True(exitCode is null ? ExitCode != 0 : ExitCode == exitCode, $"exit code {ExitCode} instead of {(exitCode is null ? "a failure" : exitCode)}:\n{Text}");
        return this;
    }
}
