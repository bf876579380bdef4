using Argosy.Manifests.Rules.Runtime.Data;
using Argosy.Manifests.Rules.Runtime.Decisions;
using Argosy.Manifests.Rules.Runtime.Handlers;
using Argosy.Manifests.Rules.Runtime.Leafs;
using Argosy.Manifests.Rules.Runtime.Order;
using Argosy.Manifests.Rules.Runtime.Policies;
using Argosy.Manifests.Rules.Runtime.Tags;
using Argosy.Manifests.Rules.Runtime.Usage;

namespace Argosy.Manifests.Rules.Runtime;

/// <summary>The rules that Argo's lint has not: what would fail, or surprise, when it runs.</summary>
internal static class RunRules
{
    public static IReadOnlyList<IManifestRule> All { get; } =
    [
        new ExpressionRules(), new ItemOutsideLoop(), new RetryOutsideRetry(), new MisspeltTag(), new OwnOutput(), new CronVariable(), new LateStatus(), new NodeNameInArguments(), new AlwaysDefault(),
        new NotCaptured(), new ReadsInOrder(), new OutputExpressions(), new SkippableValue(), new DependsRules(), new EndlessRecursion(), new ContinueRules(), new ConditionRules(), new HookTargets(), new TwoExits(),
        new HookExpressions(), new HookArguments(), new HookTiming(), new LoopRules(), new WrittenValues(), new OutputForms(), new ValueRules(), new ArtifactRules(), new VolumeRules(), new ProgramText(),
        new PlainSecrets(), new ObjectSize(), new LeafDetails(), new MetricRules(), new TimeRules(), new FailFastRule(), new LockRules(), new MemoRules(), new UnknownArguments(), new UnusedOutputs(),
        new UnusedTemplates(), new CronRules(),
    ];
}
