using System.Text;

namespace Argosy.Manifests.Names;

/// <summary>How C# names become names of a manifest, and which names Argo takes.</summary>
public static class ManifestNames
{
    /// <summary>The longest name of a template, task or step.</summary>
    public const int MaxTemplateName = 128;

    /// <summary>The longest <c>metadata.name</c> of a workflow: pods carry it in a label.</summary>
    public const int MaxObjectName = 63;

    /// <summary><c>CreateChain</c> is <c>create-chain</c>, <c>HTTPCall</c> is <c>http-call</c>.</summary>
    public static string Kebab(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (c == '_')
            {
                if (text.Length > 0 && text[text.Length - 1] != '-') text.Append('-');
                continue;
            }

            var boundary = i > 0 && name[i - 1] != '_' && (
                char.IsUpper(c) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))));
            if (boundary && text.Length > 0 && text[text.Length - 1] != '-') text.Append('-');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString().Trim('-');
    }

    /// <summary>A variable's name as a task's: one that begins with a capital keeps its spelling.</summary>
    public static string Task(string variable) => variable.Length > 0 && char.IsUpper(variable[0]) ? variable.Replace('_', '-') : Kebab(variable);

    /// <summary><c>logLevel</c> is <c>LOG_LEVEL</c>.</summary>
    public static string UpperSnake(string name) => Kebab(name).Replace('-', '_').ToUpperInvariant();

    /// <summary>Whether Argo takes it as the name of a template, task, step, parameter or artifact: letters, digits, dashes and (parameters, artifacts) underscores.</summary>
    public static bool IsValid(string name, bool underscores = false)
    {
        if (name.Length == 0) return false;
        foreach (var c in name)
        {
            if (c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9') continue;
            if (c == '-') continue;
            if (c == '_' && underscores) continue;
            return false;
        }

        return name[0] != '-' || underscores;
    }

    /// <summary>Whether Kubernetes takes it as <c>metadata.name</c>: a DNS subdomain.</summary>
    public static bool IsObjectName(string name, bool prefix = false)
    {
        if (name.Length == 0) return false;
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            var edge = i == 0 || (i == name.Length - 1 && !prefix);
            if (c is >= 'a' and <= 'z' or >= '0' and <= '9') continue;
            if (c is '-' or '.' && !edge) continue;
            return false;
        }

        return true;
    }
}
