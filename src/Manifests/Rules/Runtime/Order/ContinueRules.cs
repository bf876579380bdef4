namespace Argosy.Manifests.Rules.Runtime.Order;

/// <summary>What <c>continueOn</c> does not forgive.</summary>
internal sealed class ContinueRules : IManifestRule
{
    public void Check(RuleContext context)
    {
        foreach (var call in context.View.Calls)
        {
            if (call.Node.Map("continueOn") is not { } continues || call.Callee is not { } callee) continue;
            if (continues.Flag("error") && !continues.Flag("failed") && callee.Has("steps"))
                context.Report(RuleCatalog.RunOrder.ErrorInSteps, $"an error inside {callee.Text("name")}, which has steps, comes out as a failure: write failed: true too", continues.Place);
            if (!call.IsTask && callee.Has("pendingTimeout"))
                context.Report(RuleCatalog.RunOrder.PendingInSteps, $"when {callee.Text("name")} is pending for too long the whole group fails, continueOn or not: call it in a DAG", continues.Place);
        }
    }
}
