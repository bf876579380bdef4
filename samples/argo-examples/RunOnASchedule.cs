namespace ArgoExamples;

/// <summary>A CronWorkflow: the schedule and its rules on the class, the workflow inside it.</summary>
[CronWorkflow("* * * * *", Name = "hello-world", Timezone = "America/Los_Angeles", StartingDeadlineSeconds = 0, ConcurrencyPolicy = "Replace",
    SuccessfulJobsHistoryLimit = 4, FailedJobsHistoryLimit = 4, Suspend = false, Alias = "hello-world-cron")]
public static partial class RunOnASchedule
{
    [Container("busybox", Command = ["echo"], Args = ["🕓 hello world. Scheduled on: {{workflow.scheduledTime}}"]), Entrypoint]
    private static partial Step HelloWorldWithTime();
}
