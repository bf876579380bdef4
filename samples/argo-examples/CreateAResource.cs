namespace ArgoExamples;

/// <summary><c>[Resource]</c> applies a manifest of Kubernetes; what it makes belongs to the workflow and goes with it.</summary>
[Workflow(GenerateName = "k8s-set-owner-reference-")]
public static partial class CreateAResource
{
    [Resource("create", SetOwnerReference = true, Manifest = """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          generateName: owned-eg-
        data:
          some: value

        """), Entrypoint]
    private static partial Step K8sSetOwnerReference();
}
