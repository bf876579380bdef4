using System.Globalization;
using System.Text;

namespace Argosy.Benchmarks;

/// <summary>
/// The source of one workflow class with 20 templates and a graph of the given size in which each task reads from two before it: one DAG, and beyond
/// the 200 tasks that a DAG may have a DAG for each 200, which a last one calls one after the other.
/// </summary>
internal static class WorkflowSource
{
    private const int Templates = 20;
    private const int MaxTasks = 200;

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

        var parts = (tasks + MaxTasks - 1) / MaxTasks;
        for (var part = 0; part < parts; part++)
        {
            var from = part * MaxTasks;
            AppendDag(source, parts == 1 ? "[Dag, Entrypoint]" : "[Dag]", parts == 1 ? "Run" : "Part" + Number(part), Math.Min(MaxTasks, tasks - from), part == parts - 1 ? lastMessage : "last");
        }

        if (parts > 1)
        {
            source.Append("    [Dag, Entrypoint]\n    private static void Run()\n    {\n        var p0 = Part0();\n");
            for (var part = 1; part < parts; part++) source.Append("        var p").Append(Number(part)).Append(" = Part").Append(Number(part)).Append("().After(p").Append(Number(part - 1)).Append(");\n");
            source.Append("    }\n");
        }

        return source.Append("}\n").ToString();
    }

    private static void AppendDag(StringBuilder source, string attributes, string name, int tasks, string lastMessage)
    {
        source.Append("    ").Append(attributes).Append("\n    private static ").Append(name == "Run" ? "void " : "Step<Artifact> ").Append(name).Append("()\n    {\n        var t0 = Start();\n        var t1 = Start();\n");
        for (var i = 2; i < tasks; i++)
        {
            var message = i == tasks - 1 ? lastMessage : "message " + Number(i);
            source.Append("        var t").Append(Number(i)).Append(" = Work").Append(Number(i % Templates)).Append("(\"").Append(message).Append("\", t").Append(Number(i - 1)).Append(", t").Append(Number(i - 2)).Append(");\n");
        }

        if (name != "Run") source.Append("        return t").Append(Number(tasks - 1)).Append(";\n");
        source.Append("    }\n\n");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
