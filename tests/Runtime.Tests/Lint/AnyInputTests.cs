using System.Diagnostics;
using System.Text;
using Argosy.Lint;
using Argosy.Manifests.Rules;
using Argosy.Yaml;
using CsCheck;

namespace Argosy.Runtime.Tests.Lint;

public class AnyInputTests
{
    private static readonly string[] Pieces =
    [
        "kind: Workflow\n", "metadata: {name: a}\n", "spec:\n", "  templates:\n", "  - name: main\n", "    dag:\n", "      tasks:\n", "      - {name: a, template: main}\n", "entrypoint: main\n", "{{", "}}", "{{=", "'", "\"",
        "&a ", "*a ", "<<: ", "- ", "? ", ": ", "[", "]", "{", "}", "|\n", ">\n", "\n---", "\t", "\0", "!!binary ", "%YAML 1.1\n", "...\n", "steps: [[{name: a, template: main}]]\n", "~", "é", "\uD83D\uDE00", "#", "    ",
    ];

    [Fact]
    public void Any_bytes_end_soon_with_an_exit_code()
    {
        var bytes = Gen.Byte.Array[0, 65536];
        var text = Gen.Int[0, Pieces.Length - 1].Array[0, 2000].Select(i => Encoding.UTF8.GetBytes(string.Concat(i.Select(n => Pieces[n]))));
        Gen.OneOf(bytes, text).Sample(Ends, iter: 60, threads: 1);
    }

    private static bool Ends(byte[] bytes)
    {
        var clock = Stopwatch.StartNew();
        var file = ManifestReader.Read(bytes, "f.yaml");
        var result = LintRun.Check([file], new CheckOptions());
        var argo = new ArgoLint(true, ["Workflow"], () => DateTimeOffset.UnixEpoch).Run([file]);
        using var output = new StringWriter();
        foreach (var form in (string[])["pretty", "json", "sarif", "simple"]) LintPrinter.Of(form, false).Print(result, output);
        // A loaded machine gets some grace; the aim is a second.
        return argo.ExitCode is >= 0 and <= 2 && clock.Elapsed < TimeSpan.FromSeconds(5);
    }
}
