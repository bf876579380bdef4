namespace ArgoExamples;

/// <summary>Where an artifact is stored stands beside it; the credentials are names of secrets.</summary>
[Workflow(GenerateName = "output-artifact-s3-")]
public static partial class StoreAFileInS3
{
    [Container("busybox", Command = ["sh", "-c"], Args = ["echo hello world | tee /tmp/hello_world.txt"]), Entrypoint]
    [return: Artifact("message", Path = "/tmp")]
    [return: S3(Endpoint = "s3.amazonaws.com", Bucket = "my-bucket", Region = "us-west-2", Key = "path/in/bucket/hello_world.txt.tgz",
        AccessSecret = "my-s3-credentials", AccessKey = "accessKey", SecretSecret = "my-s3-credentials", SecretKey = "secretKey")]
    private static partial Step<Artifact> HelloWorldToFile();
}
