using System.Text.RegularExpressions;
using Argosy.Manifests.Tree;

namespace Argosy.Manifests.Rules.Runtime.Policies;

/// <summary>Locks that can never be had.</summary>
internal sealed class LockRules : IManifestRule
{
    public void Check(RuleContext context)
    {
        foreach (var holder in context.View.AllTemplates.Prepend(context.Spec))
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (name, at) in Locks(holder))
                if (!seen.Add(name)) context.Report(RuleCatalog.RunPolicies.LockTwice, $"this lock is listed twice: {Shown(name)}; Argo refuses both", at);
        }

        // A mutex, and a semaphore as far as nothing says its limit, is not given to its holder a second time.
        foreach (var (name, _) in Locks(context.Spec).Where(l => l.Name.StartsWith("mutex ", StringComparison.Ordinal)))
            foreach (var template in context.View.AllTemplates)
                foreach (var (inner, at) in Locks(template).Where(l => l.Name == name))
                    context.Report(RuleCatalog.RunPolicies.Deadlock, $"the workflow itself holds {Shown(inner)}, and {template.Text("name")} waits for it for ever: keep it in one of the two places", at);
        foreach (var outer in context.View.AllTemplates)
            foreach (var (name, _) in Locks(outer).Where(l => l.Name.StartsWith("mutex ", StringComparison.Ordinal)))
                foreach (var template in context.View.Reach(context.View.CallsIn(outer).Select(c => c.Callee), hooks: true))
                    foreach (var (inner, at) in Locks(template).Where(l => l.Name == name))
                        context.Report(RuleCatalog.RunPolicies.Deadlock, $"{outer.Text("name")} holds {Shown(inner)} while it calls {template.Text("name")}, which waits for it for ever: keep it in one of the two", at);
    }

    private static IEnumerable<(string Name, SourcePlace At)> Locks(MapNode holder)
    {
        if (holder.Map("synchronization") is not { } synchronization) yield break;
        foreach (var mutex in synchronization.Maps("mutexes").Concat(synchronization.Map("mutex") is { } one ? [one] : []))
            if (mutex.Text("name") is { Length: > 0 } name && !name.Contains("{{")) yield return ($"mutex {mutex.Text("namespace")}/{name}", mutex.Place);
        foreach (var semaphore in synchronization.Maps("semaphores").Concat(synchronization.Map("semaphore") is { } single ? [single] : []))
            if (semaphore.Map("configMapKeyRef") is { } reference && !reference.Text("name").Contains("{{") && !reference.Text("key").Contains("{{"))
                yield return ($"semaphore {semaphore.Text("namespace")}/{reference.Text("name")}/{reference.Text("key")}", semaphore.Place);
    }

    private static string Shown(string name) => "the " + name.Replace(" /", " ");
}

/// <summary>Caches that are never hit, or that lose something when they are.</summary>
internal sealed class MemoRules : IManifestRule
{
    private static readonly Regex Key = new("^[a-zA-Z0-9][-a-zA-Z0-9]*$", RegexOptions.CultureInvariant);

    public void Check(RuleContext context)
    {
        foreach (var template in context.View.AllTemplates)
        {
            if (template.Map("memoize") is not { } memoize || memoize["key"] is not ScalarNode key) continue;
            var fixedPart = Regex.Replace(key.Text, @"\{\{.*?\}\}", "x", RegexOptions.Singleline);
            if (!Key.IsMatch(fixedPart))
                context.Report(RuleCatalog.RunPolicies.MemoKey, "a cache key may have letters, digits and dashes, and begins with a letter or digit", key.Place);
            var exports = template.Map("outputs").Maps("parameters").Concat(template.Map("outputs").Maps("artifacts")).FirstOrDefault(o => o.Text("globalName").Length > 0);
            foreach (var call in context.View.CallsOf(template))
            {
                if (call.IsLooped && !key.Text.Contains("{{"))
                    context.Report(RuleCatalog.RunPolicies.MemoLoop, $"all items of {call.Name} have this one key and run at the same time: none finds another's result; put an input into the key, or a mutex on {template.Text("name")}", key.Place);
                if (!call.IsTask && exports is not null)
                    context.Report(RuleCatalog.RunPolicies.MemoGlobal, $"when the cache is hit in step {call.Name}, {exports.Text("globalName")} is not exported: read the output of the step, or call it in a DAG", exports.At("globalName").Place);
                if (call.IsTask && context.View.RetryOf(template) is not null
                    && call.Siblings.FirstOrDefault(s => s.Graph!.DependenciesOf(s.Node) is [var only] && only.Name == call.Name) is { } follower)
                    context.Report(RuleCatalog.RunPolicies.MemoRetry, $"after a cache hit of {call.Name}, which has retries, the DAG never ends: {follower.Name} depends on it alone; take memoize or the retries away, or let {follower.Name} wait for another task too", call.Node.At("name").Place);
            }
        }
    }
}
