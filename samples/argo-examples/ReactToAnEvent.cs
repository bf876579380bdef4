namespace ArgoExamples;

/// <summary>A binding starts a WorkflowTemplate for each event that its selector takes, with arguments from the event.</summary>
[WorkflowEventBinding("payload.appellation != \"\"", Name = "event-consumer", Submit = typeof(EventConsumer))]
[EventArgument("appellation", "payload.appellation")]
public static partial class ReactToAnEvent;

/// <summary>What it starts; <c>salutation</c> is an argument with a default that no parameter of the entry says.</summary>
[WorkflowTemplate("event-consumer", Alias = "event-consumer-template"), Argument("salutation", "hello")]
public static partial class EventConsumer
{
    [Container("argoproj/argosay:v2", Args = ["echo", "{{salutation}} {{appellation}}"])]
    public static partial Step Argosay(string salutation, string appellation);

    [Steps(Name = "main"), Entrypoint]
    public static void Run()
    {
        var a = Argosay(Workflow.Parameter("salutation"), Workflow.Parameter("appellation"));
    }
}
