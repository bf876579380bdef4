using System.Text.Json;
using System.Text.Json.Nodes;
using Argosy.Kubernetes;
using Argosy.Manifests.Writing;
using Argosy.Yaml;

namespace Argosy.Setup;

/// <summary>The objects that a namespace needs before workflows run in it.</summary>
internal sealed class SetupPlan
{
    /// <summary>Marks what setup made, so that teardown removes nothing else.</summary>
    public const string Label = "argosy.dev/setup";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly SetupOptions _options;

    private SetupPlan(SetupOptions options, ResourceRules rules)
    {
        _options = options;
        Rules = rules;
        Objects = Make();
    }

    public ResourceRules Rules { get; }

    /// <summary>In the order in which they are made.</summary>
    public IReadOnlyList<(ResourceKind Kind, JsonObject Object)> Objects { get; }

    public static SetupPlan Make(SetupOptions options, IEnumerable<JsonObject> documents) => new(options, ResourceRules.Of(documents));

    /// <summary>The YAML to review, with what the person must know in comments.</summary>
    public string ToYaml()
    {
        var text = YamlWriter.Write(Objects.Select(entry => NodeJson.FromJson(entry.Object)));
        var notes = Rules.Rules.Select(rule => $"# {(rule.Group.Length == 0 ? "" : rule.Group + "/")}{rule.Resource}: {string.Join(", ", rule.Verbs)} — {rule.Why}\n")
            .Concat(Rules.Open.Select(open => $"# NOTE {open}\n"));
        return $"# What workflows need in the namespace {_options.Namespace}. The role allows:\n{string.Concat(notes)}{text}";
    }

    /// <summary>The policy that the bucket's user or role needs: its own objects, nothing else.</summary>
    public string ToBucketPolicy()
    {
        var policy = new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray(
                new JsonObject
                {
                    ["Effect"] = "Allow",
                    ["Action"] = new JsonArray("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"),
                    ["Resource"] = new JsonArray($"arn:aws:s3:::{_options.Bucket}/*"),
                },
                new JsonObject
                {
                    ["Effect"] = "Allow",
                    ["Action"] = new JsonArray("s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"),
                    ["Resource"] = new JsonArray($"arn:aws:s3:::{_options.Bucket}"),
                }),
        };
        return policy.ToJsonString(Indented) + "\n";
    }

    private List<(ResourceKind, JsonObject)> Make()
    {
        var name = _options.ServiceAccount;
        var account = Object("v1", "ServiceAccount", name);
        if (_options.RoleArn.Length > 0)
        {
            ((JsonObject)account["metadata"]!)["annotations"] = new JsonObject { ["eks.amazonaws.com/role-arn"] = _options.RoleArn };
        }

        var role = Object("rbac.authorization.k8s.io/v1", "Role", name);
        role["rules"] = new JsonArray([.. Rules.Rules.Select(rule => new JsonObject
        {
            ["apiGroups"] = new JsonArray(rule.Group),
            ["resources"] = new JsonArray(rule.Resource),
            ["verbs"] = new JsonArray([.. rule.Verbs.Select(verb => JsonValue.Create(verb))]),
        })]);
        var binding = Object("rbac.authorization.k8s.io/v1", "RoleBinding", name);
        binding["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Role", ["name"] = name };
        binding["subjects"] = new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = name, ["namespace"] = _options.Namespace });
        var objects = new List<(ResourceKind, JsonObject)>
        {
            (ResourceKind.ServiceAccount, account),
            (ResourceKind.Role, role),
            (ResourceKind.RoleBinding, binding),
        };
        if (_options.Bucket.Length > 0)
        {
            objects.Add((ResourceKind.ConfigMap, Repository()));
        }

        return objects;
    }

    /// <summary>The ConfigMap that Argo looks for by itself, with this repository as its default.</summary>
    private JsonObject Repository()
    {
        var s3 = new JsonObject { ["bucket"] = _options.Bucket, ["endpoint"] = _options.Endpoint };
        if (_options.Region.Length > 0)
        {
            s3["region"] = _options.Region;
        }

        if (_options.Insecure)
        {
            s3["insecure"] = true;
        }

        if (_options.KeyFormat.Length > 0)
        {
            s3["keyFormat"] = _options.KeyFormat;
        }

        if (_options.Secret.Length > 0)
        {
            s3["accessKeySecret"] = new JsonObject { ["name"] = _options.Secret, ["key"] = _options.AccessKeyField };
            s3["secretKeySecret"] = new JsonObject { ["name"] = _options.Secret, ["key"] = _options.SecretKeyField };
        }
        else
        {
            s3["useSDKCreds"] = true;
        }

        var map = Object("v1", "ConfigMap", "artifact-repositories");
        ((JsonObject)map["metadata"]!)["annotations"] = new JsonObject { ["workflows.argoproj.io/default-artifact-repository"] = "default" };
        map["data"] = new JsonObject { ["default"] = YamlWriter.Write(NodeJson.FromJson(new JsonObject { ["s3"] = s3 })) };
        return map;
    }

    private JsonObject Object(string version, string kind, string name) => new()
    {
        ["apiVersion"] = version,
        ["kind"] = kind,
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = _options.Namespace,
            ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "argosy", [Label] = _options.ServiceAccount },
        },
    };
}
