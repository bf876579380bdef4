using System.Globalization;
using System.Text.Json.Nodes;
using Argosy.Engine;
using Argosy.Engine.Pods;

namespace Argosy.Cli.Running;

/// <summary>What a person who watches a run is shown of a node that ended: what its containers printed, and where the files are that it made.</summary>
internal sealed class NodePrintout(EngineHome home, string workflow)
{
    /// <summary>More of one container is for <c>logs</c>; what is left out is said.</summary>
    private const int MostLines = 200;

    public IEnumerable<string> Of(Node node)
    {
        if (node.Type is not "Pod") yield break;
        var pod = NodeNames.Pod(workflow, node.Name, node.TemplateName ?? node.TemplateRef?["template"]?.GetValue<string>());
        var folder = Path.Combine(home.RunFolder(workflow), "logs", pod);
        var logs = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.log") : [];
        foreach (var log in Enumerable.Order(logs, StringComparer.Ordinal))
        {
            var lines = LogLines.Read(log).ToList();
            var name = logs.Length > 1 ? $"{node.DisplayName}/{Path.GetFileNameWithoutExtension(log)}" : node.DisplayName;
            if (lines.Count > MostLines)
                yield return string.Create(CultureInfo.InvariantCulture, $"{name}: … {lines.Count - MostLines} lines before these are in 'logs {workflow} {pod}'");
            foreach (var line in lines.Skip(lines.Count - MostLines))
                yield return $"{name}: {line.Text}".TrimEnd();
        }

        foreach (var artifact in node.Outputs?["artifacts"] as JsonArray ?? [])
        {
            if (artifact?["s3"]?["key"]?.GetValue<string>() is not { Length: > 0 } key) continue;
            var file = Path.Combine(home.Root, "artifacts", key);
            if (File.Exists(file) || Directory.Exists(file)) yield return $"{node.DisplayName}: artifact {artifact["name"]?.GetValue<string>()} is {file}";
        }
    }
}
