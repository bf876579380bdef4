using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Argosy.Engine.Pods.Plan;

namespace Argosy.Engine.Pods.ContainerCli;

/// <summary>Containers by the command line of Podman or Docker.</summary>
internal sealed class ContainerCliBackEnd : IContainerBackEnd
{
    private readonly ImageMap _images;
    private readonly ConcurrentDictionary<string, Task<ImageConfig?>> _known = new(StringComparer.Ordinal);

    private ContainerCliBackEnd(string program, ImageMap images)
    {
        Program = program;
        _images = images;
    }

    public string Name => Program == "podman" ? "Podman" : "Docker";

    /// <summary><c>podman</c> or <c>docker</c>.</summary>
    public string Program { get; }

    /// <summary>Whether the program has a first process for containers.</summary>
    public bool HasInit { get; set; } = true;

    /// <summary>The back end, if the program is there and can start containers.</summary>
    public static ContainerCliBackEnd? Create(string program, ImageMap images, out string? problem)
    {
        var answer = RunAsync(program, [program == "podman" ? "info" : "version"], TimeSpan.FromSeconds(10), CancellationToken.None).GetAwaiter().GetResult();
        problem = answer is null ? $"the program '{program}' was not found on the PATH"
            : answer.Value.Code != 0 ? $"'{program}' does not answer: {answer.Value.Errors.Trim().Split('\n')[^1]}"
            : null;
        return problem is null ? new ContainerCliBackEnd(program, images) : null;
    }

    /// <summary>The image that a name of a template means here.</summary>
    public string ImageOf(string image) => _images.Find(image)?.Image ?? image;

    public Task<ImageConfig?> ImageAsync(string image, CancellationToken cancellation) =>
        _known.GetOrAdd(image, name => InspectAsync(ImageOf(name), _images.Find(name), CancellationToken.None)).WaitAsync(cancellation);

    public Task<IContainer> CreateAsync(ContainerPlan plan, PodPlan pod, ContainerLog log, CancellationToken cancellation) =>
        CliContainer.CreateAsync(this, plan, pod, log, cancellation);

    private async Task<ImageConfig?> InspectAsync(string image, ImageTarget? target, CancellationToken cancellation)
    {
        var answer = await RunAsync(Program, ["image", "inspect", "--", image], TimeSpan.FromSeconds(30), cancellation).ConfigureAwait(false);
        if (answer is not { Code: 0 })
        {
            await RunAsync(Program, ["pull", "--quiet", "--", image], TimeSpan.FromMinutes(10), cancellation).ConfigureAwait(false);
            answer = await RunAsync(Program, ["image", "inspect", "--", image], TimeSpan.FromSeconds(30), cancellation).ConfigureAwait(false);
        }
        if (answer is not { Code: 0 })
        {
            _known.TryRemove(image, out _);
            return null;
        }
        if (target?.Command is { Count: > 0 } command)
            return new ImageConfig([], command);
        var config = (JsonNode.Parse(answer.Value.Output) as JsonArray)?[0]?["Config"];
        return new ImageConfig(Words(config?["Entrypoint"]), Words(config?["Cmd"]));
    }

    /// <summary>How a container is removed, whatever it does: at once.</summary>
    public IReadOnlyList<string> RemoveWords(string name) => RemoveWords(Program, name);

    /// <summary>How a container of a program is removed.</summary>
    public static IReadOnlyList<string> RemoveWords(string program, string name) =>
        program == "podman" ? ["rm", "--force", "--time", "0", "--volumes", name] : ["rm", "--force", "--volumes", name];

    private static string[] Words(JsonNode? node) => node is JsonArray list ? [.. list.Select(w => w!.GetValue<string>())] : [];

    /// <summary>Runs the program to its end; null: there is no such program.</summary>
    internal static async Task<(int Code, string Output, string Errors)?> RunAsync(
        string program, IEnumerable<string> words, TimeSpan limit, CancellationToken cancellation, IEnumerable<KeyValuePair<string, string>>? environment = null, string? input = null)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var word in words)
            start.ArgumentList.Add(word);
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)!;
            if (input is not null)
            {
                await using var file = File.OpenRead(input);
                await file.CopyToAsync(process.StandardInput.BaseStream, cancellation).ConfigureAwait(false);
            }
            process.StandardInput.Close();
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            end.CancelAfter(limit);
            try
            {
                var output = process.StandardOutput.ReadToEndAsync(end.Token);
                var errors = await process.StandardError.ReadToEndAsync(end.Token).ConfigureAwait(false);
                var text = await output.ConfigureAwait(false);
                await process.WaitForExitAsync(end.Token).ConfigureAwait(false);
                return (process.ExitCode, text, errors);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancellation.ThrowIfCancellationRequested();
                return (124, "", $"no answer within {limit.TotalSeconds} seconds");
            }
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
