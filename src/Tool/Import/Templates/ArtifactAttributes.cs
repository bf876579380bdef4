using Argosy.Manifests.Tree;
using Argosy.Tool.Import.Writing;

namespace Argosy.Tool.Import.Templates;

/// <summary>The fields of an artifact: <c>[Artifact]</c> and the attributes of its location.</summary>
internal static class ArtifactAttributes
{
    /// <summary>Takes what <c>[Artifact]</c> can say.</summary>
    public static void Take(FieldSet field, AttributeText attribute)
    {
        attribute.Set("Path", field.TakeText("path"));
        attribute.Set("Optional", field.TakeFlag("optional"));
        attribute.Set("Mode", field.TakeNumber("mode"));
        attribute.Set("RecurseMode", field.TakeFlag("recurseMode"));
        attribute.Set("SubPath", field.TakeText("subPath"));
        attribute.Set("GlobalName", field.TakeText("globalName"));
        attribute.Set("From", field.TakeText("from"));
        attribute.Set("FromExpression", field.TakeText("fromExpression"));
        attribute.Set("ArchiveLogs", field.TakeFlag("archiveLogs"));
        attribute.Set("Deleted", field.TakeFlag("deleted"));
        Archive(field, attribute);
        if (field.Child("artifactGC") is { } gc && gc.Map.Entries.Count == 1) attribute.Set("GC", gc.TakeText("strategy"));
    }

    /// <summary>The attributes that say where the artifact is stored.</summary>
    public static IReadOnlyList<string> Locations(FieldSet field, string indent)
    {
        var texts = new List<string>();
        void Add(AttributeText attribute) => texts.Add(attribute.ToString());
        if (field.Child("s3") is { } s3)
        {
            var a = new AttributeText("S3", indent).Set("Key", s3.TakeText("key")).Set("Bucket", s3.TakeText("bucket")).Set("Endpoint", s3.TakeText("endpoint"))
                .Set("Region", s3.TakeText("region")).Set("Insecure", s3.TakeFlag("insecure")).Set("RoleArn", s3.TakeText("roleARN"))
                .Set("UseSdkCreds", s3.TakeFlag("useSDKCreds")).Set("AddressingStyle", s3.TakeText("addressingStyle"));
            Secret(s3, "accessKeySecret", a, "AccessSecret", "AccessKey");
            Secret(s3, "secretKeySecret", a, "SecretSecret", "SecretKey");
            Add(a);
        }

        if (field.Child("gcs") is { } gcs)
        {
            var a = new AttributeText("Gcs", indent).Set("Key", gcs.TakeText("key")).Set("Bucket", gcs.TakeText("bucket"));
            Secret(gcs, "serviceAccountKeySecret", a, "ServiceAccountSecret", "ServiceAccountKey");
            Add(a);
        }

        if (field.Child("azure") is { } azure)
        {
            var a = new AttributeText("Azure", indent).Set("Blob", azure.TakeText("blob")).Set("Container", azure.TakeText("container"))
                .Set("Endpoint", azure.TakeText("endpoint")).Set("UseSdkCreds", azure.TakeFlag("useSDKCreds"));
            Secret(azure, "accountKeySecret", a, "AccountSecret", "AccountKey");
            Add(a);
        }

        if (field.Child("oss") is { } oss)
        {
            var a = new AttributeText("Oss", indent).Set("Key", oss.TakeText("key")).Set("Bucket", oss.TakeText("bucket")).Set("Endpoint", oss.TakeText("endpoint"))
                .Set("SecurityToken", oss.TakeText("securityToken")).Set("CreateBucketIfNotPresent", oss.TakeFlag("createBucketIfNotPresent"));
            Secret(oss, "accessKeySecret", a, "AccessSecret", "AccessKey");
            Secret(oss, "secretKeySecret", a, "SecretSecret", "SecretKey");
            Add(a);
        }

        if (field.Child("hdfs") is { } hdfs)
        {
            Add(new AttributeText("Hdfs", indent).Set("Path", hdfs.TakeText("path")).Set("Addresses", hdfs.TakeTexts("addresses")).Set("User", hdfs.TakeText("hdfsUser"))
                .Set("Force", hdfs.TakeFlag("force")).Set("DataTransferProtection", hdfs.TakeText("dataTransferProtection")));
        }

        if (field.Peek("git") is MapNode { } repository && repository["repo"] is ScalarNode)
        {
            var git = field.Child("git")!;
            var a = new AttributeText("Git", indent).WithText(git.TakeText("repo")!).Set("Revision", git.TakeText("revision")).Set("Branch", git.TakeText("branch"))
                .Set("SingleBranch", git.TakeFlag("singleBranch")).Set("Depth", git.TakeNumber("depth")).Set("DisableSubmodules", git.TakeFlag("disableSubmodules"))
                .Set("InsecureIgnoreHostKey", git.TakeFlag("insecureIgnoreHostKey")).Set("Fetch", git.TakeTexts("fetch"));
            Secret(git, "usernameSecret", a, "UserNameSecret", "UserNameKey");
            Secret(git, "passwordSecret", a, "PasswordSecret", "PasswordKey");
            Secret(git, "sshPrivateKeySecret", a, "SshPrivateSecret", "SshPrivateKey");
            Add(a);
        }

        if (field.Peek("artifactory") is MapNode { } store && store["url"] is ScalarNode)
        {
            var artifactory = field.Child("artifactory")!;
            var a = new AttributeText("Artifactory", indent).WithText(artifactory.TakeText("url")!);
            Secret(artifactory, "usernameSecret", a, "UserNameSecret", "UserNameKey");
            Secret(artifactory, "passwordSecret", a, "PasswordSecret", "PasswordKey");
            Add(a);
        }

        if (field.Peek("http") is MapNode { Entries.Count: 1 } page && page["url"] is ScalarNode)
            Add(new AttributeText("HttpFile", indent).WithText(field.Child("http")!.TakeText("url")!));
        if (field.Peek("raw") is MapNode { Entries.Count: 1 } raw && raw["data"] is ScalarNode { Kind: ScalarKind.String })
            Add(new AttributeText("Raw", indent).WithText(field.Child("raw")!.TakeText("data")!));
        return texts;
    }

    private static void Archive(FieldSet field, AttributeText attribute)
    {
        if (field.Peek("archive") is not MapNode { Entries.Count: 1 } archive || archive.Entries[0].Value is not MapNode kind) return;
        if (kind.Entries.Count == 0)
        {
            field.Take("archive");
            attribute.Set("Archive", archive.Entries[0].Key);
        }
        else if (archive.Entries[0].Key == "tar" && kind.Entries.Count == 1 && kind["compressionLevel"] is ScalarNode { Kind: ScalarKind.Integer } level)
        {
            field.Take("archive");
            attribute.Set("Archive", "tar").SetCode("CompressionLevel", level.Text);
        }
    }

    private static void Secret(FieldSet field, string key, AttributeText attribute, string secret, string secretKey)
    {
        if (field.Peek(key) is not MapNode { Entries.Count: 2 } map || map["name"] is not ScalarNode || map["key"] is not ScalarNode) return;
        var child = field.Child(key)!;
        attribute.Set(secret, child.TakeText("name")).Set(secretKey, child.TakeText("key"));
    }
}
