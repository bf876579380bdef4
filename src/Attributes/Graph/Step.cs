using System.Runtime.CompilerServices;

namespace Argosy;

/// <summary>
/// The handle of one node of the graph: a task of a DAG or a step of a list of steps. A call of a template method makes it.
/// In a <c>[Function]</c> it is an ordinary awaitable, so a function can be written with <c>async</c> and called in a unit test.
/// </summary>
[AsyncMethodBuilder(typeof(StepMethodBuilder))]
public class Step
{
    private readonly Task _task;

    /// <summary>Wraps work that runs in this process. For runtimes; a graph has no use for it.</summary>
    public Step(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _task = task;
    }

    /// <summary>A step that has nothing more to do: what a function without a value returns.</summary>
    public static Step Done { get; } = new(Task.CompletedTask);

    /// <summary>The work in this process.</summary>
    public Task AsTask() => _task;

    /// <summary>Makes the step awaitable.</summary>
    public TaskAwaiter GetAwaiter() => _task.GetAwaiter();

    /// <summary>Waits for other nodes although no value flows: <c>dependencies</c>, or <c>depends</c> where a condition is given.</summary>
    /// <param name="dependencies">Steps, or conditions such as <c>a.Failed | b.Succeeded</c>; all of them must hold.</param>
    public Step After(params Dependency[] dependencies) => throw GraphOnly.Use(nameof(After));

    /// <summary>Gives the node its <c>name</c>, which is else made from the variable or the template.</summary>
    public Step Named(string name) => throw GraphOnly.Use(nameof(Named));

    /// <summary><c>when</c>, word for word: for a condition that C# cannot say. Prefer <c>if</c>.</summary>
    public Step When(string condition) => throw GraphOnly.Use(nameof(When));

    /// <summary><c>continueOn</c>: the graph goes on although this node failed or erred.</summary>
    public Step ContinueOn(bool failed = false, bool error = false) => throw GraphOnly.Use(nameof(ContinueOn));

    /// <summary>The field <c>onExit</c>, the older form of the exit hook: a template without arguments.</summary>
    /// <param name="template"><c>nameof</c> of the template method.</param>
    public Step OnExit(string template) => throw GraphOnly.Use(nameof(OnExit));

    /// <summary><c>hooks.exit</c>: a template that runs when this node ends, however it ended.</summary>
    /// <param name="handler">One call of a template method: <c>() => CleanUp(x)</c>.</param>
    public Step OnExit(Func<Step> handler) => throw GraphOnly.Use(nameof(OnExit));

    /// <summary>An entry of <c>hooks</c>: a template that runs when <paramref name="expression"/> becomes true.</summary>
    /// <param name="name">The hook's name.</param>
    /// <param name="expression"><c>expression</c>, for instance <c>steps["a"].status == "Running"</c>.</param>
    /// <param name="handler">One call of a template method.</param>
    public Step Hook(string name, string expression, Func<Step> handler) => throw GraphOnly.Use(nameof(Hook));

    /// <summary><c>{{tasks.NAME.id}}</c>: the node's id.</summary>
    public string Id => throw GraphOnly.Use(nameof(Id));

    /// <summary><c>{{tasks.NAME.status}}</c>: the node's phase; compare it with the constants of <see cref="Argosy.Status"/>.</summary>
    public string Status => throw GraphOnly.Use(nameof(Status));

    /// <summary><c>{{tasks.NAME.exitCode}}</c>: the exit code of the main container.</summary>
    public int ExitCode => throw GraphOnly.Use(nameof(ExitCode));

    /// <summary><c>{{tasks.NAME.ip}}</c>: the address of a daemon's pod.</summary>
    public string Ip => throw GraphOnly.Use(nameof(Ip));

    /// <summary><c>{{tasks.NAME.hostNodeName}}</c>: the cluster node that the pod ran on.</summary>
    public string HostNodeName => throw GraphOnly.Use(nameof(HostNodeName));

    /// <summary><c>{{tasks.NAME.startedAt}}</c>: when the node started.</summary>
    public string StartedAt => throw GraphOnly.Use(nameof(StartedAt));

    /// <summary><c>{{tasks.NAME.finishedAt}}</c>: when the node ended.</summary>
    public string FinishedAt => throw GraphOnly.Use(nameof(FinishedAt));

    /// <summary><c>{{tasks.NAME.outputs.result}}</c>: what the main container or script printed, whatever the declared outputs.</summary>
    public string Stdout => throw GraphOnly.Use(nameof(Stdout));

    /// <summary><c>NAME.Succeeded</c> in <c>depends</c>.</summary>
    public Dependency Succeeded => throw GraphOnly.Use(nameof(Succeeded));

    /// <summary><c>NAME.Failed</c> in <c>depends</c>.</summary>
    public Dependency Failed => throw GraphOnly.Use(nameof(Failed));

    /// <summary><c>NAME.Errored</c> in <c>depends</c>.</summary>
    public Dependency Errored => throw GraphOnly.Use(nameof(Errored));

    /// <summary><c>NAME.Skipped</c> in <c>depends</c>: its <c>when</c> was false.</summary>
    public Dependency Skipped => throw GraphOnly.Use(nameof(Skipped));

    /// <summary><c>NAME.Omitted</c> in <c>depends</c>: what it depends on did not hold.</summary>
    public Dependency Omitted => throw GraphOnly.Use(nameof(Omitted));

    /// <summary><c>NAME.Daemoned</c> in <c>depends</c>: the daemon is ready.</summary>
    public Dependency Daemoned => throw GraphOnly.Use(nameof(Daemoned));

    /// <summary><c>NAME.AnySucceeded</c> in <c>depends</c>: one item of a loop succeeded.</summary>
    public Dependency AnySucceeded => throw GraphOnly.Use(nameof(AnySucceeded));

    /// <summary><c>NAME.AllFailed</c> in <c>depends</c>: every item of a loop failed.</summary>
    public Dependency AllFailed => throw GraphOnly.Use(nameof(AllFailed));
}
