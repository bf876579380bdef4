using System.Text.Json.Nodes;
using Argosy.Engine;
using Argosy.Engine.Pods;
using Argosy.Manifests.Tree;
using Argosy.Yaml;

namespace Argosy.Testing;

/// <summary>
/// A run of a workflow in a unit test, on the embedded engine and in this process. Templates that do real work are replaced by stubs; functions of the
/// program under test run as they are. Works with every test framework.
/// </summary>
/// <example><code>
/// var run = await WorkflowTest.Of("ci").Stub("build", s => s.Outputs("version", "1.2.3")).Stub("deploy", s => s.Fails()).RunAsync();
/// run.Node("deploy").ShouldBe("Failed");
/// run.ShouldRunBefore("build", "deploy");
/// </code></example>
public sealed class WorkflowTest
{
    private readonly List<JsonObject> _documents = [];
    private readonly Dictionary<string, TemplateStub> _stubs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);
    private TimeSpan _limit = TimeSpan.FromSeconds(30);
    private string _backEnd = "host";
    private bool _allowsContainers;

    private WorkflowTest()
    {
    }

    /// <summary>A workflow of the program under test, by its name or its class. Its templates of other classes come along.</summary>
    /// <param name="name">The object's name or the name of the C# class.</param>
    public static WorkflowTest Of(string name)
    {
        var definition = WorkflowRegistry.Find(name)
            ?? throw new ArgumentException($"no workflow '{name}' is registered; there are: {string.Join(", ", WorkflowRegistry.All.Select(d => d.Name))}");
        var test = FromYaml(definition.Manifest());
        foreach (var other in WorkflowRegistry.All.Where(d => d.Kind is "WorkflowTemplate" or "ClusterWorkflowTemplate" && d != definition))
            test.Add(other.Manifest());
        return test;
    }

    /// <summary>A workflow from YAML; the other objects of the text serve the run.</summary>
    /// <param name="yaml">One or more documents.</param>
    public static WorkflowTest FromYaml(string yaml)
    {
        var test = new WorkflowTest();
        test.Add(yaml);
        return test;
    }

    /// <summary>A workflow from a file.</summary>
    /// <param name="path">The file.</param>
    public static WorkflowTest FromFile(string path) => FromYaml(File.ReadAllText(path));

    /// <summary>Objects that serve the run: ConfigMaps, Secrets, WorkflowTemplates.</summary>
    /// <param name="yaml">One or more documents.</param>
    public WorkflowTest Add(string yaml)
    {
        foreach (var piece in ManifestReader.Read(yaml, null).Pieces)
        {
            if (piece.Problem is { } problem)
                throw new ArgumentException(problem.ToString());
            if (piece.Root is MapNode map)
                _documents.Add(NodeJson.ToJson(map));
        }
        return this;
    }

    /// <summary>An argument of the workflow.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public WorkflowTest With(string name, string value)
    {
        _parameters[name] = value;
        return this;
    }

    /// <summary>Replaces a template: its pods do what the stub says, nothing else.</summary>
    /// <param name="template">Name of the template.</param>
    /// <param name="stub">Describes it; null: it succeeds without outputs.</param>
    public WorkflowTest Stub(string template, Action<TemplateStub>? stub = null)
    {
        var made = new TemplateStub(template);
        stub?.Invoke(made);
        _stubs[template] = made;
        return this;
    }

    /// <summary>Lets templates without a stub run their containers.</summary>
    /// <param name="backEnd"><c>auto</c>, <c>host</c>, <c>podman</c> or <c>docker</c>.</param>
    public WorkflowTest AllowContainers(string backEnd = "host")
    {
        _allowsContainers = true;
        _backEnd = backEnd;
        return this;
    }

    /// <summary>How long the run may take (30 seconds if not said).</summary>
    /// <param name="limit">The time.</param>
    public WorkflowTest Within(TimeSpan limit)
    {
        _limit = limit;
        return this;
    }

    /// <summary>Runs to the end.</summary>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<TestedRun> RunAsync(CancellationToken cancellationToken = default)
    {
        var workflow = _documents.Find(d => d["kind"]?.ToString() == "Workflow")?.DeepClone() as JsonObject
            ?? throw new ArgumentException("there is no Workflow to run among the objects of the test");
        foreach (var (name, value) in _parameters)
            Give(workflow, name, value);
        var folder = Directory.CreateTempSubdirectory("argosy-test-").FullName;
        var images = new ImageMap();
        string? problem = "this template has no stub; stub it, or let containers run with AllowContainers()";
        var backEnd = _allowsContainers ? ContainerBackEnds.Choose(_backEnd, images, out problem) : null;
        var pods = new StubbedPods(new PodRunner(backEnd, problem), _stubs);
        var services = new EngineServices { Pods = pods, FolderOf = name => Path.Combine(folder, "runs", name) };
        foreach (var document in _documents)
            services.TryAdd(document);
        var engine = new WorkflowEngine(services);
        var host = engine.Create(workflow);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_limit);
        try
        {
            var ended = await engine.RunAsync(host, limit.Token).ConfigureAwait(false);
            return new TestedRun(ended, pods.Calls);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"the run did not end within {_limit.TotalSeconds:0.#} s; it stands like this:\n{new TestedRun(host.Snapshot(), pods.Calls)}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Give(JsonObject workflow, string name, string value)
    {
        var spec = workflow["spec"] as JsonObject ?? throw new ArgumentException("the workflow has no spec");
        if (spec["arguments"] is not JsonObject arguments)
            spec["arguments"] = arguments = [];
        if (arguments["parameters"] is not JsonArray parameters)
            arguments["parameters"] = parameters = [];
        if (parameters.OfType<JsonObject>().FirstOrDefault(p => p["name"]?.ToString() == name) is { } known)
        {
            known["value"] = value;
            known.Remove("valueFrom");
        }
        else
        {
            parameters.Add(new JsonObject { ["name"] = name, ["value"] = value });
        }
    }
}
