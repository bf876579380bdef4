using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Argo;

/// <summary>What a template is.</summary>
internal enum TemplateKind
{
    Unknown,
    Container,
    ContainerSet,
    Steps,
    Dag,
    Script,
    Resource,
    Data,
    Suspend,
    Http,
    Plugin,
}

/// <summary>Questions that Argo asks of a template.</summary>
internal static class TemplateShape
{
    // In Argo's order of precedence.
    private static readonly (string Field, TemplateKind Kind)[] Fields =
    [
        ("container", TemplateKind.Container), ("containerSet", TemplateKind.ContainerSet), ("steps", TemplateKind.Steps), ("dag", TemplateKind.Dag), ("script", TemplateKind.Script),
        ("resource", TemplateKind.Resource), ("data", TemplateKind.Data), ("suspend", TemplateKind.Suspend), ("http", TemplateKind.Http), ("plugin", TemplateKind.Plugin),
    ];

    public static TemplateKind Kind(this MapNode template)
    {
        foreach (var (field, kind) in Fields)
            if (template.Has(field)) return kind;
        return TemplateKind.Unknown;
    }

    /// <summary>The fields that say a type, those that are set.</summary>
    public static IEnumerable<string> TypeFields(this MapNode template) => Fields.Where(f => template.Has(f.Field)).Select(f => f.Field);

    public static bool IsPod(this TemplateKind kind) =>
        kind is TemplateKind.Container or TemplateKind.ContainerSet or TemplateKind.Script or TemplateKind.Resource or TemplateKind.Data;

    public static bool IsLeaf(this TemplateKind kind) => kind.IsPod() || kind is TemplateKind.Http or TemplateKind.Plugin;

    /// <summary>The name of a type in messages.</summary>
    public static string Title(this TemplateKind kind) => kind switch
    {
        TemplateKind.Dag => "DAG",
        TemplateKind.Http => "HTTP",
        _ => kind.ToString(),
    };

    /// <summary>Whether it leaves a result and an exit code.</summary>
    public static bool HasResult(this MapNode template) =>
        template.Has("container") || template.Has("script") || template.Has("data") || template.Has("http") || template.Has("plugin")
        || template.Map("containerSet").Maps("containers").Any(c => c.Text("name") == "main");

    public static bool HasExitHook(this MapNode step) => step.Text("onExit").Length > 0 || step.Map("hooks").Has("exit");

    /// <summary>Whether an artifact says where it is.</summary>
    public static bool HasLocationOrKey(this MapNode artifact)
    {
        foreach (var store in (string[])["artifactory", "azure", "git", "gcs", "hdfs", "http", "oss", "raw", "s3", "plugin"])
        {
            if (!artifact.Has(store)) continue;
            var location = artifact.Map(store);
            return store switch
            {
                "artifactory" => UrlPath(location.Text("url")).Length > 0 || (location.Text("url").Length > 0 && location.Has("usernameSecret")),
                "azure" => location.Text("blob").Length > 0,
                "git" => location.Text("repo").Length > 0,
                "hdfs" => location.Text("path").Length > 0 || location.Any("addresses"),
                "http" => location.Text("url").Length > 0,
                "raw" => true,
                _ => location.Text("key").Length > 0,
            };
        }

        return false;
    }

    private static string UrlPath(string url)
    {
        var end = url.IndexOfAny(['?', '#']);
        if (end >= 0) url = url.Substring(0, end);
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return url;
        var slash = url.IndexOf('/', scheme + 3);
        return slash < 0 ? "" : url.Substring(slash);
    }
}
