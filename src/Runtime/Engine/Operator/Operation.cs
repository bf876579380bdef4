using System.Globalization;
using System.Text.Json.Nodes;
using Argosy.Manifests.Expressions;

namespace Argosy.Engine;

/// <summary>
/// One run of a workflow. A pass walks the tree from the entrypoint: what is fulfilled is not repeated, what can start is started, what must wait ends its branch.
/// Passes are never concurrent; who calls sees to that.
/// </summary>
internal sealed partial class Operation
{
    private const int DeepestCall = 100;

    private readonly EngineServices _services;
    private readonly Dictionary<string, string> _globals = new(StringComparer.Ordinal);
    private JsonObject _spec = [];
    private readonly TemplateLibrary _library;
    private TemplateContext? _entryContext;
    private DateTime? _deadline;
    private DateTime? _wakeAt;
    private int _depth;
    private int _passes;
    private int _activePods;
    private bool _requeued;
    private readonly List<Node> _beganToRun = [];
    private int _globalsVersion;

    public Operation(EngineServices services, JsonObject workflow)
    {
        _services = services;
        Workflow = workflow;
        Nodes = new NodeTree(Name);
        Status = workflow.Object("status")?.Clone() ?? [];
        workflow.Remove("status");
        _library = new TemplateLibrary(services, Status.Object("storedTemplates")?.Clone() ?? []);
        ReadStatus();
    }

    /// <summary>apiVersion, kind, metadata and spec as submitted, and as the start changed them.</summary>
    public JsonObject Workflow { get; }

    /// <summary>What of the status is not nodes, phase, message and times.</summary>
    public JsonObject Status { get; }

    public NodeTree Nodes { get; }

    public JsonObject Metadata => Workflow.Ensure("metadata");

    public JsonObject Spec => Workflow.Ensure("spec");

    /// <summary>The spec that is run: merged, global tags replaced.</summary>
    public JsonObject EffectiveSpec
    {
        get
        {
            var spec = new JsonObject();
            foreach (var (key, value) in _spec)
                if (key != "templates")
                    spec[key] = value?.DeepClone();
            return spec;
        }
    }

    public string Name => Metadata.Text("name") ?? "";

    public string Namespace => Metadata.Text("namespace") ?? "default";

    public string Phase { get; private set; } = "";

    public string Message { get; private set; } = "";

    public DateTime? StartedAt { get; private set; }

    public DateTime? FinishedAt { get; private set; }

    public JsonObject? Outputs { get; private set; }

    /// <summary>The phase is final and nothing that runs has still to report.</summary>
    public bool IsCompleted => Phases.IsCompleted(Phase);

    /// <summary>When the next pass is due without an event.</summary>
    public DateTime? WakeAt => _wakeAt;

    /// <summary>Whether a branch waits for a value that may never come.</summary>
    public bool Requeued => _requeued;

    /// <summary>Whether status beside nodes changed since the last call of <see cref="TakeStatusChange"/>.</summary>
    private bool _statusChanged = true;

    public DateTime Now => _services.Clock.GetUtcNow().UtcDateTime;

    public bool TakeStatusChange()
    {
        var changed = _statusChanged;
        _statusChanged = false;
        return changed;
    }

    private string Shutdown => Spec.Text("shutdown") ?? "";

    private bool IsShutdown => Shutdown.Length > 0;

    private bool MayExecute(bool onExit) => !IsShutdown || (Shutdown == "Stop" && onExit);

    /// <summary>One pass over the whole tree.</summary>
    public void Pass()
    {
        if (IsCompleted)
            return;
        _wakeAt = null;
        _requeued = false;
        _depth = 0;
        _passes++;
        try
        {
            if (!PrepareSpec() || !AcquireWorkflowLocks())
                return;
            if (Phase is "" or Phases.Pending)
                MarkWorkflow(Phases.Running, "");
            _deadline = Spec_ActiveDeadline();
            if (_deadline is { } deadline)
                Wake(deadline);
            if (_passes > 1)
            {
                // As Argo has it: whether a pod began to run since the last pass.
                Condition("PodRunning", _beganToRun.Any(n => n.Phase == Phases.Running) ? "True" : "False");
                _beganToRun.Clear();
                ControlPods();
                FailWaitingNodes();
            }

            if (Spec.Flag("suspend"))
                return;
            _activePods = Nodes.Open.Count(IsActivePod);
            WalkTree();
        }
        catch (OperationException e)
        {
            MarkWorkflow(Phases.Error, e.Message);
        }
    }

    private static bool IsActivePod(Node n) =>
        n.Type == NodeTypes.Pod && n.Phase is Phases.Pending or Phases.Running && n.Type == NodeTypes.Pod && n.WaitingForLock is null && n.IsPodActive;

    private void WalkTree()
    {
        if (_entryContext?.Spec != _spec)
            _entryContext = new TemplateContext(_library, "local", LocalScopeName, _spec);
        var context = _entryContext;
        var entryCall = new TemplateCall(CallKind.Step, "", _spec.Text("entrypoint"));
        var (node, fault) = ExecuteTemplate(Name, entryCall, context, _spec.Object("arguments") ?? [], new ExecuteOptions());
        if (fault is not null)
        {
            if (fault.Kind != FaultKind.Parallelism)
                MarkWorkflow(Phases.Error, "error in entry template execution: " + fault.Message);
            return;
        }

        if (node is null)
            return;
        var phase = node.Phase switch
        {
            Phases.Skipped or Phases.Omitted => Phases.Succeeded,
            var p => p,
        };
        SetGlobal("workflow.status", phase);
        if (NeedsFailures)
            SetGlobal("workflow.failures", QuoteForTag(FailuresJson()));

        bool hooksDone;
        try
        {
            hooksDone = RunWorkflowHooks(context, node);
        }
        catch (Exception e) when (e is OperationException or ExpressionException)
        {
            MarkNode(node, Phases.Error, e.Message);
            hooksDone = true;
        }

        if (!hooksDone || !node.IsFulfilled)
            return;
        Node? exitNode = null;
        if (ExitHookOf(_spec, _spec.Object("arguments")) is { } exitHook)
        {
            var exitName = Name + ".onExit";
            exitNode = Nodes.Find(exitName);
            if (exitNode is not null || MayExecute(onExit: true))
            {
                (exitNode, fault) = ExecuteTemplate(exitName, TemplateCall.Of(CallKind.Step, exitHook), context, exitHook.Object("arguments") ?? [],
                    new ExecuteOptions { OnExit = true, Flag = new NodeFlag(Hooked: true) });
                if (fault is not null)
                {
                    if (fault.Kind != FaultKind.Parallelism)
                        MarkWorkflow(Phases.Error, "error in exit template execution : " + fault.Message);
                    return;
                }

                if (exitNode is null || !exitNode.IsFulfilled)
                    return;
            }
        }

        var message = node.IsFailedOrError && IsShutdown ? $"Stopped with strategy '{Shutdown}'" : node.Message;
        if (phase == Phases.Succeeded && exitNode is { IsFailedOrError: true })
            MarkWorkflow(exitNode.Phase, exitNode.Message);
        else
            MarkWorkflow(phase, phase == Phases.Succeeded ? "" : message);
        if (IsCompleted)
            WorkflowMetrics(node);
    }

    /// <summary>Sees to it that another pass follows at once.</summary>
    private void PassAgain() => _wakeAt = DateTime.MinValue.ToUniversalTime();

    /// <summary>Sees to it that a pass comes at that time at the latest.</summary>
    private void Wake(DateTime at)
    {
        if (at > Now && (_wakeAt is null || at < _wakeAt))
            _wakeAt = at;
    }

    private void SetGlobal(string name, string value)
    {
        if (_globals.TryGetValue(name, out var old) && old == value)
            return;
        _globals[name] = value;
        if (name != "workflow.duration")
            _globalsVersion++;
    }

    private DateTime? Spec_ActiveDeadline() =>
        _spec.Number("activeDeadlineSeconds") is { } seconds && StartedAt is { } started
            ? new DateTime(started.Ticks - (started.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc).AddSeconds(seconds)
            : null;

    private bool IsPastDeadline => _deadline is { } deadline && Now > deadline;

    private void MarkWorkflow(string phase, string message)
    {
        if (Phases.IsCompleted(phase))
        {
            // A pod that runs may still report outputs; daemons are ended first.
            var daemons = Nodes.Open.Where(n => n.Daemoned).ToList();
            foreach (var daemon in daemons.Where(d => d.BoundaryId.Length == 0))
                EndDaemon(daemon);
            if (daemons.Any(d => d.Daemoned) || Nodes.All.Any(n => n is { Type: NodeTypes.Pod, IsPodActive: true, Daemoned: false, IsEndingDaemon: false } && (n.HasRun || (phase != Phases.Error && IsStarting(n)))))
                return;
        }

        if (Phase != phase)
        {
            Phase = phase;
            var labels = Metadata.Ensure("labels");
            labels["workflows.argoproj.io/phase"] = phase;
            if (!labels.ContainsKey("workflows.argoproj.io/completed"))
                labels["workflows.argoproj.io/completed"] = "false";
        }

        if (StartedAt is null && phase != Phases.Pending)
            StartedAt = Now;
        Message = message;
        _statusChanged = true;
        if (phase == Phases.Error && Nodes.Find(Name) is { Phase: Phases.Running } entry)
            MarkNode(entry, Phases.Error, "Workflow operation error");
        if (!Phases.IsCompleted(phase))
            return;
        FinishedAt = Now;
        Metadata.Ensure("labels")["workflows.argoproj.io/completed"] = "true";
        Condition("Completed", "True");
        ReleaseAllLocks();
    }

    // A pod that waits for nothing is about to run: how fast this machine is must not decide whether its end is seen.
    private static bool IsStarting(Node node) => node is { Phase: Phases.Pending, Message: "" };

    private void Condition(string type, string status, string? message = null)
    {
        var conditions = Status.EnsureList("conditions");
        var condition = conditions.OfType<JsonObject>().FirstOrDefault(c => c.Text("type") == type);
        if (condition is null)
            conditions.Add(condition = new JsonObject { ["type"] = type });
        if (condition.Text("status") == status && condition.Text("message") == message)
            return;
        condition["status"] = status;
        if (message is not null)
            condition["message"] = message;
        _statusChanged = true;
    }

    private Node MarkNode(Node node, string phase, string? message = null)
    {
        var isNew = node.Phase != phase || (message is not null && node.Message != message);
        node.Phase = phase;
        if (message is not null)
            node.Message = message;
        if (node.IsFulfilled && node.FinishedAt is null)
        {
            node.FinishedAt = Now;
            isNew = true;
        }

        if (isNew)
            Nodes.Changed(node);
        return node;
    }

    private Node NewNode(string name, string type, string scope, TemplateCall? call, string boundaryId, string phase, NodeFlag? flag, string? message = null)
    {
        var boundary = boundaryId.Length == 0 ? null : Nodes.FindById(boundaryId);
        var node = new Node
        {
            Id = NodeNames.Id(Name, name),
            Name = name,
            Type = type,
            DisplayName = NodeNames.Display(name, boundary?.Name),
            TemplateName = call?.TemplateName,
            TemplateRef = call?.TemplateRef?.Clone(),
            TemplateScope = scope,
            BoundaryId = boundaryId,
            Phase = phase,
            Flag = flag,
            StartedAt = Now,
            Message = message ?? "",
        };
        if (node.IsFulfilled)
            node.FinishedAt = node.StartedAt;
        Nodes.Add(node);
        return node;
    }

    private void AddChild(Node parent, Node child)
    {
        if (parent.AddChild(child.Id))
            Nodes.Changed(parent);
    }

    private static string Rfc3339(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string QuoteForTag(string text) => GoJson.Quoted(text).Replace("\\u003c", "<", StringComparison.Ordinal).Replace("\\u003e", ">", StringComparison.Ordinal).Replace("\\u0026", "&", StringComparison.Ordinal);
}
