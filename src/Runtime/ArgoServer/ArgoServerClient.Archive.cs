using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Argosy.Workflows;

namespace Argosy.ArgoServer;

internal sealed partial class ArgoServerClient
{
    private const string Archive = "api/v1/archived-workflows";

    public async IAsyncEnumerable<JsonObject> ListArchivedAsync(
        string? @namespace, ListSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var fields = string.IsNullOrEmpty(@namespace) ? selection.Fields
            : $"metadata.namespace={@namespace}" + (selection.Fields.Length > 0 ? "," + selection.Fields : "");
        string? token = null;
        var limit = selection.Limit > 0 ? selection.Limit.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            var list = await _api.GetAsync(Archive + ArgoServerPaths.Selection(selection with { Fields = fields }, limit, token), cancellationToken).ConfigureAwait(false);
            var items = Items(list).Where(item => seen.Add((string?)item["metadata"]?["uid"] ?? item.ToJsonString())).ToList();
            foreach (var item in items)
            {
                yield return Prepared(ArgoKind.Workflow, item);
            }

            token = items.Count == 0 ? null : (string?)list["metadata"]?["continue"];
        }
        while (!string.IsNullOrEmpty(token));
    }

    public async Task<JsonObject> GetArchivedAsync(string uid, CancellationToken cancellationToken) =>
        Prepared(ArgoKind.Workflow, await _api.GetAsync($"{Archive}/{Uri.EscapeDataString(uid)}", cancellationToken).ConfigureAwait(false));

    public Task DeleteArchivedAsync(string uid, CancellationToken cancellationToken) =>
        _api.DeleteAsync($"{Archive}/{Uri.EscapeDataString(uid)}", cancellationToken);

    public async Task<JsonObject> RetryArchivedAsync(
        string uid, string @namespace, string name, bool restartSuccessful, string nodeFieldSelector, IReadOnlyList<string> parameters,
        CancellationToken cancellationToken) =>
        Prepared(ArgoKind.Workflow, await _api.PutAsync(
            $"{Archive}/{Uri.EscapeDataString(uid)}/retry", Retry(Identity(uid, @namespace, name), restartSuccessful, nodeFieldSelector, parameters), cancellationToken).ConfigureAwait(false));

    public async Task<JsonObject> ResubmitArchivedAsync(
        string uid, string @namespace, string name, bool memoized, IReadOnlyList<string> parameters, CancellationToken cancellationToken) =>
        Prepared(ArgoKind.Workflow, await _api.PutAsync(
            $"{Archive}/{Uri.EscapeDataString(uid)}/resubmit", Resubmit(Identity(uid, @namespace, name), memoized, parameters), cancellationToken).ConfigureAwait(false));

    public async Task<IReadOnlyList<string>> ListLabelKeysAsync(string? @namespace, CancellationToken cancellationToken) =>
        Texts(await _api.GetAsync("api/v1/archived-workflows-label-keys" + Namespaced(@namespace, '?'), cancellationToken).ConfigureAwait(false));

    public async Task<IReadOnlyList<string>> ListLabelValuesAsync(string? @namespace, string key, CancellationToken cancellationToken) =>
        Texts(await _api.GetAsync(
            "api/v1/archived-workflows-label-values" + ArgoServerPaths.Selection(new ListSelection(key), null, null) + Namespaced(@namespace, '&'), cancellationToken).ConfigureAwait(false));

    private static string Namespaced(string? ns, char separator) => string.IsNullOrEmpty(ns) ? "" : $"{separator}namespace={Uri.EscapeDataString(ns)}";

    private static JsonObject Identity(string uid, string ns, string name) => Add(new JsonObject { ["uid"] = uid, ["namespace"] = ns }, "name", name);

    private static List<string> Texts(JsonObject list) => [.. (list["items"] as JsonArray ?? []).Select(item => (string?)item ?? "")];
}
