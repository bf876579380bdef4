namespace Argosy.Generator.Tests;

/// <summary>Generated code compiles and does what it says when it runs.</summary>
public class ExecutionTests
{
    [Fact]
    public void Functions_are_called_directly_and_templates_say_that_they_cannot()
    {
        var type = Compiled.From("""
            [Workflow]
            public static partial class Sample
            {
                [Container("alpine"), Entrypoint] public static partial Step<string> Leaf();
                [Function] public static Step<int> Add(int a, int b) => a + b;
                [Function] public static async Step<int> Later(int a) { await Task.Yield(); return a; }
                public static int Both() => Add(1, Later(2));
            }
            """).Load().GetType("Sample")!;
        Assert.Equal(3, type.GetMethod("Both")!.Invoke(null, null));
        var refused = Assert.Throws<System.Reflection.TargetInvocationException>(() => type.GetMethod("Leaf")!.Invoke(null, null));
        Assert.Contains("'Leaf' is a [Container] template", refused.InnerException!.Message, StringComparison.Ordinal);
    }
}
