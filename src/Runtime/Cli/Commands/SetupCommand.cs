using System.CommandLine;
using System.Text.Json.Nodes;
using Argosy.Setup;
using Argosy.Yaml;

namespace Argosy.Cli.Commands;

/// <summary><c>setup</c>: what a namespace needs, as YAML to review or applied.</summary>
internal sealed class SetupCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var files = Flags.Names("FILE", "Files whose resource templates the role must allow; an app's own workflows are always read");
        var account = Flags.Text("--service-account", "Name of the account, its role and its binding (argosy-workflow)");
        var bucket = Flags.Text("--bucket", "Bucket of the artifact repository; without it no repository is set up");
        var endpoint = Flags.Text("--endpoint", "Address of the S3 service (s3.amazonaws.com)");
        var region = Flags.Text("--region", "Region of the bucket");
        var insecure = Flags.Flag("--insecure", "The S3 service is spoken to without TLS");
        var secret = Flags.Text("--secret", "Secret with the bucket's keys; without it the pods' own identity is used");
        var accessKey = Flags.Text("--access-key-field", "Field of the access key in the Secret (accesskey)");
        var secretKey = Flags.Text("--secret-key-field", "Field of the secret key in the Secret (secretkey)");
        var keyFormat = Flags.Text("--key-format", "Where artifacts are put in the bucket, with tags");
        var roleArn = Flags.Text("--role-arn", "IAM role of the account (EKS)");
        var policy = Flags.Flag("--policy", "Print the policy document that the bucket's user needs, and nothing else");
        var apply = Flags.Flag("--apply", "Make the objects in the cluster instead of printing them");
        var serverDryRun = Flags.Flag("--server-dry-run", "With --apply: the server checks and keeps nothing");
        var command = new Command("setup", "Prepare a namespace: service account, role, binding, artifact repository")
        {
            files, account, bucket, endpoint, region, insecure, secret, accessKey, secretKey, keyFormat, roleArn, policy, apply, serverDryRun,
        };
        return Runs(frame, command, async run =>
        {
            using var api = new KubernetesApiSource(run);
            var options = new SetupOptions
            {
                Namespace = api.Namespace,
                ServiceAccount = Or(run.Value(account), "argosy-workflow"),
                Bucket = run.Value(bucket) ?? "",
                Endpoint = Or(run.Value(endpoint), "s3.amazonaws.com"),
                Region = run.Value(region) ?? "",
                Insecure = run.Value(insecure),
                Secret = run.Value(secret) ?? "",
                AccessKeyField = Or(run.Value(accessKey), "accesskey"),
                SecretKeyField = Or(run.Value(secretKey), "secretkey"),
                KeyFormat = run.Value(keyFormat) ?? "",
                RoleArn = run.Value(roleArn) ?? "",
            };
            var plan = SetupPlan.Make(options, await DocumentsAsync(run, run.Value(files) ?? []).ConfigureAwait(false));
            if (run.Value(policy))
            {
                if (options.Bucket.Length == 0)
                {
                    throw new CliException("--policy needs the bucket's name: --bucket NAME");
                }

                run.Out.Write(plan.ToBucketPolicy());
            }
            else if (run.Value(apply))
            {
                await KubernetesApiSource.CallAsync(() => new SetupApplication(api.Open()).ApplyAsync(plan, run.Value(serverDryRun), run.Out.WriteLine, run.Cancelled)).ConfigureAwait(false);
                foreach (var open in plan.Rules.Open)
                {
                    run.Log.Write(CliLogLevel.Warn, open);
                }
            }
            else
            {
                run.Out.Write(plan.ToYaml());
            }
        });
    }

    private static string Or(string? given, string otherwise) => string.IsNullOrEmpty(given) ? otherwise : given;

    private static async Task<List<JsonObject>> DocumentsAsync(CliRun run, string[] files)
    {
        var documents = new List<JsonObject>();
        foreach (var definition in run.Context.App)
        {
            documents.AddRange(ManifestReader.Read(definition.Manifest(), definition.ClassName).Documents.Select(document => NodeJson.ToJson(document.Root)));
        }

        foreach (var (name, text) in await ManifestInput.ReadTextsAsync(run, files).ConfigureAwait(false))
        {
            var read = ManifestReader.Read(text, name);
            if (read.Problems.Count > 0)
            {
                throw new CliException(read.Problems[0].ToString());
            }

            documents.AddRange(read.Documents.Select(document => NodeJson.ToJson(document.Root)));
        }

        return documents;
    }
}
