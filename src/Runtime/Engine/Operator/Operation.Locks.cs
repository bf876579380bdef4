using System.Globalization;
using System.Text.Json.Nodes;

namespace Argosy.Engine;

/// <summary>Mutexes and semaphores of the workflow and of its nodes.</summary>
internal sealed partial class Operation
{
    private string HolderKey(string nodeId) => nodeId.Length == 0 ? $"{Namespace}/{Name}" : $"{Namespace}/{Name}/{nodeId}";

    private DateTime Created => DateTime.TryParse(Metadata.Text("creationTimestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var at) ? at : DateTime.MinValue;

    private LockAnswer TryAcquire(string nodeId, JsonObject synchronization)
    {
        var requests = Requests(synchronization);
        var holder = HolderKey(nodeId);
        var answer = _services.Locks.TryAcquire(holder, requests, (int)(Spec.Number("priority") ?? 0), Created);
        foreach (var request in requests)
        {
            if (answer.Acquired)
                ShowHolding(request, holder);
            else
                ShowWaiting(request);
        }

        return answer;
    }

    private List<LockRequest> Requests(JsonObject synchronization)
    {
        OperationException Invalid(string why) => new("requested configuration is invalid: " + why);
        var requests = new List<LockRequest>();
        foreach (var semaphore in Listed(synchronization, "semaphore", "semaphores"))
        {
            var space = semaphore.Text("namespace") is { Length: > 0 } own ? own : Namespace;
            if (semaphore.Object("configMapKeyRef") is { } reference)
            {
                var map = reference.Text("name") ?? "";
                var key = reference.Text("key") ?? "";
                requests.Add(new LockRequest($"{space}/ConfigMap/{map}/{key}", IsMutex: false, () => SemaphoreLimit(map, key)));
            }
            else if (semaphore.Object("database") is { } database)
            {
                throw new OperationException($"database session is not available for semaphore {space}/Database/{database.Text("key")}");
            }
            else
            {
                throw Invalid("cannot get LockName for a Semaphore without a ConfigMapRef or Database");
            }
        }

        foreach (var mutex in Listed(synchronization, "mutex", "mutexes"))
        {
            var space = mutex.Text("namespace") is { Length: > 0 } own ? own : Namespace;
            if (mutex.Flag("database"))
                throw new OperationException($"database session is not available for mutex {space}/Database/{mutex.Text("name")}");
            requests.Add(new LockRequest($"{space}/Mutex/{mutex.Text("name")}", IsMutex: true, () => 1));
        }

        if (requests.Count == 0)
            throw Invalid("no semaphore or mutex found");
        if (requests.Select(r => r.Name).Distinct(StringComparer.Ordinal).Count() != requests.Count)
            throw Invalid("duplicate synchronization item found");
        return requests;
    }

    private static IEnumerable<JsonObject> Listed(JsonObject synchronization, string single, string plural)
    {
        if (synchronization.Object(single) is { } one)
            yield return one;
        foreach (var each in synchronization.Items(plural))
            yield return each;
    }

    private int SemaphoreLimit(string map, string key) =>
        _services.Config.ConfigMap(map)?.Data is { } data && data.TryGetValue(key, out var text) && int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit) ? limit : 0;

    private bool AcquireWorkflowLocks()
    {
        if (_spec.Object("synchronization") is not { } synchronization)
            return true;
        LockAnswer answer;
        try
        {
            answer = TryAcquire("", synchronization);
        }
        catch (OperationException e)
        {
            MarkWorkflow(Phases.Failed, "Failed to acquire the synchronization lock. " + e.Message);
            return false;
        }

        if (answer.Acquired)
            return true;
        if (Shutdown == "Terminate" && Phase == Phases.Pending)
            MarkWorkflow(Phases.Failed, "Stopped with strategy 'Terminate'");
        else
            MarkWorkflow(Phase.Length == 0 ? Phases.Pending : Phase, answer.Message);
        Status["progress"] = "0/0";
        return false;
    }

    private void ReleaseLocks(string nodeId)
    {
        if (!_services.Locks.Any)
            return;
        var holder = HolderKey(nodeId);
        var released = _services.Locks.Release(holder);
        foreach (var name in released)
            ShowReleased(name, holder);
        // Siblings that were refused earlier in this pass get their turn.
        if (released.Count > 0 && Nodes.Open.Any(n => n.WaitingForLock is not null))
            PassAgain();
    }

    private void ReleaseAllLocks()
    {
        _services.Locks.ForgetWorkflow(HolderKey(""));
        Status.Remove("synchronization");
    }

    // ---- what the status shows ------------------------------------------------------------------------------------------------------------------------

    private void ShowHolding(LockRequest request, string holder)
    {
        var shown = Status.Ensure("synchronization").Ensure(request.IsMutex ? "mutex" : "semaphore");
        _statusChanged = true;
        if (request.IsMutex)
        {
            var list = shown.EnsureList("holding");
            if (list.OfType<JsonObject>().FirstOrDefault(h => h.Text("mutex") == request.Name) is { } existing)
                existing["holder"] = holder;
            else
                list.Add(new JsonObject { ["holder"] = holder, ["mutex"] = request.Name });
            return;
        }

        var holding = shown.EnsureList("holding");
        if (holding.OfType<JsonObject>().FirstOrDefault(h => h.Text("semaphore") == request.Name) is not { } entry)
            holding.Add(entry = new JsonObject { ["semaphore"] = request.Name });
        var holders = entry.EnsureList("holders");
        if (!holders.Any(h => h!.GetValue<string>() == holder))
            holders.Add(holder);
        if (shown.List("waiting") is { } waiting && waiting.OfType<JsonObject>().FirstOrDefault(w => w.Text("semaphore") == request.Name) is { } wait)
        {
            foreach (var own in (wait.List("holders") ?? []).Where(h => h!.GetValue<string>() == holder).ToList())
                wait.List("holders")!.Remove(own);
            if (wait.List("holders") is not { Count: > 0 })
                waiting.Remove(wait);
        }
    }

    private void ShowWaiting(LockRequest request)
    {
        var shown = Status.Ensure("synchronization").Ensure(request.IsMutex ? "mutex" : "semaphore");
        var holders = _services.Locks.HoldersOf(request.Name);
        _statusChanged = true;
        var field = request.IsMutex ? "mutex" : "semaphore";
        if (request.IsMutex && holders.Count == 0)
            return;
        var list = shown.EnsureList("waiting");
        if (list.OfType<JsonObject>().FirstOrDefault(w => w.Text(field) == request.Name) is not { } entry)
            list.Add(entry = new JsonObject { [field] = request.Name });
        if (request.IsMutex)
            entry["holder"] = holders[0];
        else if (holders.Count > 0)
            entry["holders"] = new JsonArray([.. holders.Select(h => (JsonNode)h)]);
        else
            entry.Remove("holders");
    }

    private void ShowReleased(string name, string holder)
    {
        var synchronization = Status.Object("synchronization");
        _statusChanged = true;
        if (synchronization.Object("mutex").List("holding") is { } mutexes && mutexes.OfType<JsonObject>().FirstOrDefault(h => h.Text("mutex") == name && h.Text("holder") == holder) is { } held)
        {
            mutexes.Remove(held);
            if (mutexes.Count == 0)
                synchronization.Object("mutex")!.Remove("holding");
        }

        if (synchronization.Object("semaphore").List("holding") is { } semaphores && semaphores.OfType<JsonObject>().FirstOrDefault(h => h.Text("semaphore") == name) is { } entry)
        {
            foreach (var own in (entry.List("holders") ?? []).Where(h => h!.GetValue<string>() == holder).ToList())
                entry.List("holders")!.Remove(own);
            if (entry.List("holders") is { Count: 0 })
                entry.Remove("holders");
        }
    }
}
