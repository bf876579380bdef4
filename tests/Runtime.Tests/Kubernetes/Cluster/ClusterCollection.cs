namespace Argosy.Runtime.Tests.Kubernetes.Cluster;

/// <summary>Tests that share one cluster run one after the other: some of them stop it.</summary>
[CollectionDefinition("cluster", DisableParallelization = true)]
public sealed class ClusterCollection;
