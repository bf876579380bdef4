namespace Argosy.EndToEnd;

/// <summary>Sources that several tests build.</summary>
internal static class Projects
{
    public const string Program = """
        return await ArgosyApp.RunAsync(args);

        """;

    public const string Hello = """
        [Workflow(GenerateName = "hello-")]
        public static partial class Hello
        {
            [Container("busybox", Command = ["echo"], Args = ["hello {{inputs.parameters.name}}"])]
            private static partial Step Greet(string name);

            [Dag, Entrypoint]
            private static void Run(string name = "world")
            {
                // a comment
                var greet = Greet(name);
            }
        }
        """;
}
