namespace ArgoExamples;

/// <summary>A secret as an environment variable and as files. Its value is in no manifest and in no log of ours.</summary>
[Workflow(GenerateName = "secrets-"), Volume("my-secret-vol", Secret = "my-secret")]
public static partial class UseASecret
{
    [Container("alpine:3.23", Command = ["sh", "-c"],
        Args = [" echo \"secret from env: $MYSECRETPASSWORD\"; echo \"secret from file: `cat /secret/mountpath/mypassword`\" "])]
    [SecretEnv("MYSECRETPASSWORD", "my-secret", "mypassword"), Mount("my-secret-vol", "/secret/mountpath"), Entrypoint]
    private static partial Step PrintSecret();
}
