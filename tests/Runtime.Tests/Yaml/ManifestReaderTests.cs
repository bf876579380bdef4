using System.Diagnostics;
using System.Text;
using Argosy.Manifests.Tree;
using Argosy.Yaml;

namespace Argosy.Runtime.Tests.Yaml;

public class ManifestReaderTests
{
    private static MapNode One(string yaml)
    {
        var file = ManifestReader.Read(yaml, "f.yaml");
        Assert.Empty(file.Problems);
        return Assert.Single(file.Documents).Root;
    }

    [Theory]
    [InlineData("y", ScalarKind.Boolean, "true")]
    [InlineData("Off", ScalarKind.Boolean, "false")]
    [InlineData("yEs", ScalarKind.String, "yEs")]
    [InlineData("~", ScalarKind.Null, "null")]
    [InlineData("", ScalarKind.Null, "null")]
    [InlineData("010", ScalarKind.Integer, "8")]
    [InlineData("0o10", ScalarKind.Integer, "8")]
    [InlineData("0x1F", ScalarKind.Integer, "31")]
    [InlineData("0b11", ScalarKind.Integer, "3")]
    [InlineData("1_000", ScalarKind.Integer, "1000")]
    [InlineData("08", ScalarKind.Float, "8")]
    [InlineData("+5", ScalarKind.Integer, "5")]
    [InlineData("1.10", ScalarKind.Float, "1.1")]
    [InlineData(".5", ScalarKind.Float, "0.5")]
    [InlineData("1e3", ScalarKind.Float, "1000")]
    [InlineData("1e21", ScalarKind.Float, "1e+21")]
    [InlineData("1e-7", ScalarKind.Float, "1e-7")]
    [InlineData("0.000001", ScalarKind.Float, "0.000001")]
    [InlineData("123456789012345680000", ScalarKind.Float, "123456789012345680000")]
    [InlineData("12345678901234567890", ScalarKind.Integer, "12345678901234567890")]
    [InlineData("2026-11-01", ScalarKind.String, "2026-11-01")]
    [InlineData("1:30", ScalarKind.String, "1:30")]
    [InlineData("1e400", ScalarKind.String, "1e400")]
    [InlineData("_1", ScalarKind.String, "_1")]
    [InlineData("-", ScalarKind.String, "-")]
    [InlineData("'yes'", ScalarKind.String, "yes")]
    [InlineData("!!str 12", ScalarKind.String, "12")]
    [InlineData("!mine 12", ScalarKind.String, "12")]
    [InlineData("!!int '12'", ScalarKind.Integer, "12")]
    public void Scalars_are_those_of_yaml_1_1(string written, ScalarKind kind, string text)
    {
        if (written == "-") written = "--";
        if (text == "-") text = "--";
        var value = Assert.IsType<ScalarNode>(One("a: " + written)["a"]);
        Assert.Equal((kind, text), (value.Kind, value.Text));
    }

    [Theory]
    [InlineData("a: .inf")]
    [InlineData("a: [.NaN]")]
    public void What_json_cannot_say_is_a_problem(string yaml) =>
        Assert.Contains("no number", Assert.Single(ManifestReader.Read(yaml, "f.yaml").Problems).Message);

    [Theory]
    [InlineData("y: 1", "true")]
    [InlineData("8: 1", "8")]
    [InlineData("'8': 1", "8")]
    public void Keys_become_text(string yaml, string key) => Assert.Equal(key, Assert.Single(One(yaml).Entries).Key);

    [Fact]
    public void Documents_are_cut_at_three_dashes_at_the_start_of_a_line_whatever_follows()
    {
        var file = ManifestReader.Read("---\na: 1\n---- b\n---kind: X\n---\n\n--- # end\nc: 3\n...\njunk: [\n", "f.yaml");

        Assert.Equal([0, 1, 2, 4], file.Pieces.Select(p => p.Number));
        Assert.Equal(3, file.Documents.Count);
        Assert.Equal("X", file.Documents[1].Kind);
        Assert.Equal(new SourcePlace("f.yaml", 4, 4, 4, 8), file.Documents[1].Root.Entry("kind")!.KeyPlace);
        Assert.Contains("a list", Assert.Single(file.Problems).Message);
    }

    [Theory]
    [InlineData("\uFEFFa: b\r\nc: d\r\n")]
    [InlineData("a: b\nc: d")]
    public void Marks_and_line_ends_of_windows_are_fine(string yaml) => Assert.Equal("d", ((ScalarNode)One(yaml)["c"]!).Text);

    [Fact]
    public void Aliases_and_merges_are_followed_and_written_keys_win()
    {
        var root = One("x: &x {a: 1, b: 2}\nw:\n  b: 3\n  <<: [*x, {c: 4, a: 5}]\nz: *x\n");
        var w = (MapNode)root["w"]!;

        Assert.Equal("{\"c\":4,\"a\":1,\"b\":3}", NodeJson.ToText(w));
        Assert.Same(root["x"], root["z"]);
    }

    [Fact]
    public void Repeated_keys_are_kept_and_the_last_counts()
    {
        var root = One("a: 1\na: 2\n");
        Assert.Equal(2, root.Entries.Count);
        Assert.Equal("{\"a\":2}", NodeJson.ToText(root));
    }

    [Theory]
    [InlineData("a: 1\nb: [1, 2\nc: 3\n", 0)]
    [InlineData("a: *none\n", 1)]
    [InlineData("a: {{tag}}\n", 1)]
    [InlineData("a: 1\n\tb: 2\n", 0)]
    [InlineData("a: 1\nb: \0\n", 2)]
    [InlineData("? [a]\n: b\n", 1)]
    public void A_fault_has_its_place(string yaml, int line)
    {
        var problem = Assert.Single(ManifestReader.Read(yaml, "f.yaml").Problems);
        if (line > 0) Assert.Equal(line, problem.Place.Line);
        Assert.True(problem.Place.IsKnown);
        Assert.DoesNotContain("(Line", problem.Message);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_spoil_only_their_document()
    {
        byte[] bytes = [.. "a: "u8, 0xC3, 0x28, .. "\n---\nb: ü\n"u8];
        var file = ManifestReader.Read(bytes, "f.yaml");

        Assert.Contains("UTF-8", Assert.Single(file.Problems).Message);
        Assert.Equal("ü", ((ScalarNode)Assert.Single(file.Documents).Root["b"]!).Text);
    }

    [Theory]
    [InlineData("plain", "a: see {{x}} here", 1, 8)]
    [InlineData("single", "a: 'it''s {{x}} here'", 1, 11)]
    [InlineData("double", "a: \"\\t\\u00e4 {{x}} here\"", 1, 14)]
    [InlineData("folded in quotes", "a: \"one\n  two {{x}}\"", 2, 7)]
    [InlineData("plain over lines", "a: one\n  two {{x}}\n  three", 2, 7)]
    [InlineData("literal", "a: |\n  one\n    two\n\n  and {{x}}\n", 5, 7)]
    [InlineData("literal with indicator", "a: |2-\n    one\n  and {{x}}", 3, 7)]
    [InlineData("folded", "a: >-\n  one\n  two\n\n  and {{x}}\n", 5, 7)]
    [InlineData("after a separator", "x: 1\n--- {a: 'é {{x}}'}", 2, 12)]
    [InlineData("json", "{\"a\": \"\\t\\\"{{x}}\"}", 1, 12)]
    [InlineData("quoted at a low column", "a: [x]\nb:\n  c: \"\none\n\"\na: \"\n one {{x}}\n\"", 7, 6)]
    [InlineData("windows", "b: 1\r\na: |\r\n  one\r\n  and {{x}}\r\n", 4, 7)]
    public void A_part_of_a_text_has_its_place_in_the_file(string what, string yaml, int line, int column)
    {
        var text = (ScalarNode)ManifestReader.Read(yaml, "f.yaml").Documents[^1].Root["a"]!;
        var place = text.PlaceOf(text.Text.IndexOf("{{", StringComparison.Ordinal), 5);

        Assert.True((line, column, line, column + 5) == (place.Line, place.Column, place.EndLine, place.EndColumn), $"{what}: {place}");
    }

    [Fact]
    public void A_json_file_keeps_repeated_keys_and_its_places()
    {
        var file = ManifestReader.Read("{\n \"a\": 1.0,\n \"a\": [true, null]}\n", "f.json");

        Assert.True(file.IsJson);
        var root = Assert.Single(file.Documents).Root;
        Assert.Equal(2, root.Entries.Count);
        Assert.Equal(new SourcePlace("f.json", 3, 2, 3, 5), root.Entries[1].KeyPlace);
        Assert.Equal(new SourcePlace("f.json", 3, 7, 3, 19), root.Entries[1].Value.Place);
        Assert.False(ManifestReader.Read("{\"a\": 1,}", "f.json").IsJson);
    }

    public static TheoryData<string, string> Hostile() => new()
    {
        { "alias bomb", "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"{(char)('b' + i)}: &{(char)('b' + i)} [{string.Join(',', Enumerable.Repeat("*" + (char)('a' + i), 9))}]\n")) },
        { "merge bomb", "a: &a {x: 1, y: 2}\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{(char)('b' + i)}: &{(char)('b' + i)} {{<<: [{string.Join(',', Enumerable.Repeat("*" + (char)('a' + i), 9))}]}}\n")) },
        { "deep lists", "a: " + new string('[', 10_000) },
        { "deep maps", string.Concat(Enumerable.Range(0, 10_000).Select(i => "{a: ")) },
        { "deep blocks", string.Concat(Enumerable.Range(0, 2_000).Select(i => new string(' ', i) + "a:\n")) },
        { "deep sequences", string.Concat(Enumerable.Repeat("- ", 10_000)) },
        { "questions", string.Concat(Enumerable.Repeat("? ", 30_000)) },
        { "quotes", new string('"', 64_001) },
        { "bangs", new string('!', 64_001) },
        { "dashes", string.Concat(Enumerable.Repeat("\n---", 16_000)) },
        { "colons", string.Concat(Enumerable.Repeat("a: ", 20_000)) },
        { "json", new string('{', 64_000) + "}" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_text_ends_soon_with_a_problem(string what, string text)
    {
        var clock = Stopwatch.StartNew();
        var file = ManifestReader.Read(text, "f.yaml");

        Assert.True(clock.ElapsedMilliseconds < 1500, $"{what} took {clock.ElapsedMilliseconds} ms");
        if (what != "dashes") Assert.NotEmpty(file.Problems);
    }

    [Fact]
    public void A_file_over_the_limit_is_refused()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, new string('a', 3 << 20), Encoding.ASCII);
            var file = ManifestReader.ReadFile(path, new ReadLimits { FileBytes = 2 << 20 });
            Assert.Contains("larger than 2 MB", Assert.Single(file.Problems).Message);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Contains("no such file", Assert.Single(ManifestReader.ReadFile(path).Problems).Message);
    }

    [Fact]
    public void Trees_survive_the_way_over_json()
    {
        var root = One("a: [1, 1.5, true, null, 'x', {b: <&>}]\nc: {}\nd: []\ne: 12345678901234567890\n");
        var text = NodeJson.ToText(root);

        Assert.Equal("{\"a\":[1,1.5,true,null,\"x\",{\"b\":\"<&>\"}],\"c\":{},\"d\":[],\"e\":12345678901234567890}", text);
        Assert.Equal(text, NodeJson.ToText(NodeJson.FromJson(NodeJson.ToJson(root))));
    }
}
