namespace ArgoExamples;

/// <summary>A value that a container leaves in a file: <c>Path</c> says where it is read, <c>Default</c> what it is when the file is missing.</summary>
[Workflow(GenerateName = "output-parameter-")]
public static partial class PassAValue
{
    [Container("busybox", Command = ["sh", "-c"], Args = ["sleep 1; echo -n hello world > /tmp/hello_world.txt"])]
    [return: Parameter("hello-param", Path = "/tmp/hello_world.txt", Default = "Foobar")]
    private static partial Step<string> HelloWorldToFile();

    [Container("busybox", Command = ["echo"], Args = ["{{message}}"])]
    private static partial Step PrintMessage(string message);

    [Steps, Entrypoint]
    private static void OutputParameter()
    {
        var generateParameter = HelloWorldToFile();
        var consumeParameter = PrintMessage(generateParameter);
    }
}
