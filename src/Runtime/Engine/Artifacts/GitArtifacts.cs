using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Argosy.Engine.Pods;
using Argosy.Engine.Pods.Plan;
using Argosy.Models;

namespace Argosy.Engine.Artifacts;

/// <summary>Artifacts that are a revision of a Git repository, by the machine's own <c>git</c>.</summary>
internal static class GitArtifacts
{
    public static async Task CloneAsync(PodRun run, GitArtifact artifact, string target, CancellationToken cancellation)
    {
        var repository = artifact.Repo ?? "";
        if (repository.StartsWith('-'))
            throw new ArtifactException($"'{repository}' is no repository");
        var clone = new List<string> { "clone", "--quiet", "--no-checkout" };
        if (artifact.Depth is { } depth)
            clone.AddRange(["--depth", depth.ToString(CultureInfo.InvariantCulture)]);
        if (artifact.SingleBranch == true && artifact.Branch is { } branch)
            clone.AddRange(["--single-branch", "--branch", branch]);
        await RunAsync(run, artifact, null, [.. clone, "--", repository, target], cancellation).ConfigureAwait(false);
        foreach (var reference in artifact.Fetch ?? [])
            await RunAsync(run, artifact, target, ["fetch", "--quiet", "origin", "--", reference], cancellation).ConfigureAwait(false);
        var revision = artifact.Revision is { Length: > 0 } given ? given : "HEAD";
        if (revision.StartsWith('-'))
            throw new ArtifactException($"'{revision}' is no revision");
        await RunAsync(run, artifact, target, ["checkout", "--quiet", "--detach", revision], cancellation, ["checkout", "--quiet", "--detach", "origin/" + revision]).ConfigureAwait(false);
        if (artifact.DisableSubmodules != true && File.Exists(Path.Combine(target, ".gitmodules")))
            await RunAsync(run, artifact, target, ["submodule", "--quiet", "update", "--init", "--recursive"], cancellation).ConfigureAwait(false);
    }

    private static async Task RunAsync(PodRun run, GitArtifact artifact, string? folder, string[] words, CancellationToken cancellation, string[]? otherwise = null)
    {
        var start = new ProcessStartInfo("git") { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true, WorkingDirectory = folder ?? "" };
        foreach (var word in words)
            start.ArgumentList.Add(word);
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        AddCredentials(run, artifact, start);
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = await process.StandardError.ReadToEndAsync(cancellation).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            if (process.ExitCode == 0)
                return;
            if (otherwise is null)
                throw new ArtifactException($"git {words[0]} of {artifact.Repo} failed: {errors.Trim()}");
        }
        catch (Win32Exception e)
        {
            throw new ArtifactException("git artifacts need the program 'git' on the PATH", e);
        }
        await RunAsync(run, artifact, folder, otherwise, cancellation).ConfigureAwait(false);
    }

    private static void AddCredentials(PodRun run, GitArtifact artifact, ProcessStartInfo start)
    {
        if (artifact.UsernameSecret is null && artifact.PasswordSecret is null)
            return;
        string Text(k8s.Models.V1SecretKeySelector? selector) => selector is not null && run.Config.Secret(selector.Name) is { } secret ? SecretData.Text(secret, selector.Key) ?? "" : "";
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(artifact.UsernameSecret) + ":" + Text(artifact.PasswordSecret)));
        start.Environment["GIT_CONFIG_COUNT"] = "1";
        start.Environment["GIT_CONFIG_KEY_0"] = "http.extraHeader";
        start.Environment["GIT_CONFIG_VALUE_0"] = "Authorization: Basic " + pair;
    }
}
