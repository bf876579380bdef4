using System.Text.Json.Nodes;

namespace Argosy.Workflows;

/// <summary>The person behind a request, as the kubeconfig or the token names them.</summary>
internal sealed record WorkflowIdentity(string Subject, string Email = "", string PreferredUsername = "")
{
    private const string Prefix = "workflows.argoproj.io/";

    /// <summary>Removes who made the object, and says it anew.</summary>
    public static void LabelCreator(JsonObject @object, WorkflowIdentity? identity) => Label(@object, "creator", identity);

    /// <summary>Removes who acted last, and says it anew.</summary>
    public static void LabelActor(JsonObject @object, WorkflowIdentity? identity, string? action)
    {
        Label(@object, "actor", identity);
        var labels = @object.At("metadata", "labels") as JsonObject;
        labels?.Remove(Prefix + "action");
        if (identity is not null && action is not null) @object.MakeAt("metadata", "labels")[Prefix + "action"] = action;
    }

    /// <summary>The labels of an action, for a patch; null without an identity.</summary>
    public static JsonObject? ActionLabels(WorkflowIdentity? identity, string action)
    {
        if (identity is null) return null;
        var labelled = new JsonObject();
        LabelActor(labelled, identity, action);
        var labels = (JsonObject)labelled["metadata"]!["labels"]!;
        return (JsonObject)labels.DeepClone();
    }

    /// <summary>As Go prints the map of what is known.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        if (Email.Length > 0) parts.Add($"Email:{Email}");
        if (PreferredUsername.Length > 0) parts.Add($"PreferredUsername:{PreferredUsername}");
        if (Subject.Length > 0) parts.Add($"User:{Subject}");
        return $"map[{string.Join(' ', parts)}]";
    }

    private static void Label(JsonObject @object, string role, WorkflowIdentity? identity)
    {
        if (@object.At("metadata", "labels") is JsonObject labels)
        {
            foreach (var suffix in new[] { "", "-email", "-preferred-username" }) labels.Remove(Prefix + role + suffix);
        }

        if (identity is null) return;
        var target = @object.MakeAt("metadata", "labels");
        if (identity.Subject.Length > 0) target[Prefix + role] = LabelValue(identity.Subject);
        if (identity.Email.Length > 0) target[$"{Prefix}{role}-email"] = LabelValue(ReplaceFirst(identity.Email, "@", ".at."));
        if (identity.PreferredUsername.Length > 0) target[$"{Prefix}{role}-preferred-username"] = LabelValue(identity.PreferredUsername);
    }

    private static string ReplaceFirst(string text, string what, string with)
    {
        var at = text.IndexOf(what, StringComparison.Ordinal);
        return at < 0 ? text : text[..at] + with + text[(at + what.Length)..];
    }

    private static string LabelValue(string text)
    {
        var value = string.Concat(text.EnumerateRunes().Select(rune => rune.Value < 128 && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is '-' or '_' or '.') ? rune.ToString() : "-"));
        if (value.Length > 63) value = value[^63..];
        var start = 0;
        var end = value.Length;
        while (start < end && !char.IsAsciiLetterOrDigit(value[start])) start++;
        while (end > start && !char.IsAsciiLetterOrDigit(value[end - 1])) end--;
        return value[start..end];
    }
}
