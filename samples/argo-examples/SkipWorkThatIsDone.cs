namespace ArgoExamples;

/// <summary><c>[Memoize]</c>: while a result of the same key is young enough, it is taken from the cache and nothing runs.</summary>
[Workflow(GenerateName = "memoized-")]
public static partial class SkipWorkThatIsDone
{
    [Container("busybox", Command = ["sh", "-c"], Args = ["echo world > /tmp/hello_world.txt"])]
    [Memoize("cache-key", Cache = "cache-config", MaxAge = "10s"), Entrypoint]
    [return: Parameter("hello", Path = "/tmp/hello_world.txt")]
    private static partial Step<string> WorldToFile();
}
