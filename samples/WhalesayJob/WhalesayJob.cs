/// <summary>A plain Kubernetes Job: no workflow controller needed.</summary>
[Job("docker/whalesay", Name = "whalesay", Command = ["cowsay", "This is a Kubernetes Job!"], RestartPolicy = "Never", BackoffLimit = 4)]
public static partial class WhalesayJob;
