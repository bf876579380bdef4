using System.Globalization;
using System.Text;

namespace Argosy.Benchmarks;

/// <summary>The source of one workflow class with 20 templates and a DAG of the given size in which each task reads from two before it.</summary>
internal static class WorkflowSource
{
    private const int Templates = 20;

    public static string Of(int tasks, string lastMessage = "last")
    {
        var source = new StringBuilder("using Argosy;\n\n[Workflow(GenerateName = \"big-\")]\npublic static partial class Big\n{\n");
        source.Append("    [Container(\"alpine\", Command = [\"touch\", \"/out\"])]\n    [return: Artifact(\"chain\", Path = \"/out\")]\n    private static partial Step<Artifact> Start();\n\n");
        for (var i = 0; i < Templates; i++)
        {
            source.Append("    [Container(\"alpine\", Command = [\"sh\", \"-c\"], Args = [\"cat /a /b > /out; echo $MESSAGE\"]), Env(\"MESSAGE\", \"{{inputs.parameters.message}}\")]\n")
                .Append("    [return: Artifact(\"chain\", Path = \"/out\")]\n    private static partial Step<Artifact> Work").Append(Number(i))
                .Append("(string message, [Artifact(Path = \"/a\")] Artifact a, [Artifact(Path = \"/b\")] Artifact b);\n\n");
        }

        source.Append("    [Dag, Entrypoint]\n    private static void Run()\n    {\n        var t0 = Start();\n        var t1 = Start();\n");
        for (var i = 2; i < tasks; i++)
        {
            var message = i == tasks - 1 ? lastMessage : "message " + Number(i);
            source.Append("        var t").Append(Number(i)).Append(" = Work").Append(Number(i % Templates)).Append("(\"").Append(message).Append("\", t").Append(Number(i - 1)).Append(", t").Append(Number(i - 2)).Append(");\n");
        }

        return source.Append("    }\n}\n").ToString();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
