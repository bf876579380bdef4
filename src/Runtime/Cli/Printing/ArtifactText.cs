using System.Globalization;
using System.Text.Json.Nodes;
using Argosy.Workflows;

namespace Argosy.Cli.Printing;

/// <summary>Where an artifact is, in the words of <c>argo get</c>.</summary>
internal static class ArtifactText
{
    private static readonly string[] Locations = ["s3", "git", "http", "artifactory", "hdfs", "raw", "oss", "gcs", "azure"];

    /// <summary>The text of an artifact's location; null: it has none.</summary>
    public static string? Of(JsonObject artifact)
    {
        var kind = Array.Find(Locations, name => artifact[name] is JsonObject);
        if (kind is null) return null;
        var location = (JsonObject)artifact[kind]!;
        return kind switch
        {
            "s3" => S3(location),
            "raw" => $"&RawArtifact{{Data:{location.TextAt("data")},}}",
            _ => $"{kind} {string.Join(' ', location.Where(entry => entry.Value is JsonValue).Select(entry => $"{entry.Key}={entry.Value.AsText()}"))}",
        };
    }

    private static string S3(JsonObject s3)
    {
        string Text(string name) => s3.TextAt(name);
        string Flag(string name) => s3.FlagAt(name) ? "true" : "false";
        return "&S3Artifact{S3Bucket:S3Bucket{"
            + $"Endpoint:{Text("endpoint")},Bucket:{Text("bucket")},Region:{Text("region")},"
            + $"Insecure:{(s3["insecure"] is null ? "nil" : "*" + Flag("insecure"))},"
            + $"AccessKeySecret:{Secret(s3["accessKeySecret"])},SecretKeySecret:{Secret(s3["secretKeySecret"])},"
            + $"RoleARN:{Text("roleARN")},UseSDKCreds:{Flag("useSDKCreds")},"
            + $"CreateBucketIfNotPresent:{(s3["createBucketIfNotPresent"] is null ? "nil" : $"&CreateS3BucketOptions{{ObjectLocking:{(s3.FlagAt("createBucketIfNotPresent", "objectLocking") ? "true" : "false")},}}")},"
            + $"EncryptionOptions:{Encryption(s3["encryptionOptions"])},CASecret:{Secret(s3["caSecret"])},SessionTokenSecret:{Secret(s3["sessionTokenSecret"])},"
            + $"AddressingStyle:{Text("addressingStyle")},}},Key:{Text("key")},}}";
    }

    private static string Encryption(JsonNode? options) => options is null ? "nil" :
        $"&S3EncryptionOptions{{KmsKeyId:{options.TextAt("kmsKeyId")},KmsEncryptionContext:{options.TextAt("kmsEncryptionContext")},"
        + $"EnableEncryption:{(options.FlagAt("enableEncryption") ? "true" : "false")},ServerSideCustomerKeySecret:{Secret(options.At("serverSideCustomerKeySecret"))},}}";

    private static string Secret(JsonNode? reference) => reference is null ? "nil" : string.Create(
        CultureInfo.InvariantCulture,
        $"&v1.SecretKeySelector{{LocalObjectReference:LocalObjectReference{{Name:{reference.TextAt("name")},}},Key:{reference.TextAt("key")},Optional:{(reference.At("optional") is { } optional ? "*" + optional.AsText() : "nil")},}}");
}
