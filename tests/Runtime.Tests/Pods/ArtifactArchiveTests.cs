using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Argosy.Engine.Artifacts;
using Argosy.Models;

namespace Argosy.Runtime.Tests.Pods;

/// <summary>What comes in an archive was made by somebody else: it stays in its folder, whatever it says.</summary>
public sealed class ArtifactArchiveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("argosy-archives-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string> Escapes => new()
    {
        { "a name that climbs", "f:../evil" },
        { "a name that climbs later", "f:a/../../evil" },
        { "an absolute name", "f:/evil-argosy-test" },
        { "a folder that climbs", "d:../evil" },
        { "a link to an absolute path", "l:a>/etc" },
        { "a link that climbs", "l:a>../.." },
        { "a link that climbs from below", "d:a l:a/b>../../evil" },
        { "a file through a link", "l:a>b d:b f:a/evil" },
        { "a file through a link to the folder above", "d:b l:b/up>.. f:b/up/evil" },
        { "links in a row", "l:here>. l:out>here/../evil" },
        { "three links in a row", "d:a l:a/up>.. l:b>a/up l:out>b/../evil" },
        { "a hard link that climbs", "h:a>../secret" },
        { "a hard link to an absolute path", "h:a>/etc/passwd" },
        { "a hard link through links", "l:here>. l:out>here/../secret h:copy>out" },
        { "a link that becomes a folder", "l:x>a l:x>../.. f:x/evil" },
        { "a character device", "c:null" },
        { "a block device", "b:disk" },
        { "a named pipe", "p:pipe" },
    };

    [Theory, MemberData(nameof(Escapes))]
    public void A_tar_never_leaves_its_folder(string what, string entries)
    {
        File.WriteAllText(Path.Combine(_folder, "secret"), "only for this machine");
        var archive = Tar(entries);
        var failure = Assert.Throws<ArtifactException>(() => ArtifactArchive.Unpack(archive, null, Path.Combine(_folder, "in", "target")));
        Assert.StartsWith("illegal ", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "evil")) || Directory.Exists(Path.Combine(_folder, "evil")) || File.Exists("/evil-argosy-test"), what);
        Assert.Equal("only for this machine", File.ReadAllText(Path.Combine(_folder, "secret")));
    }

    [Fact]
    public void Links_that_stay_inside_are_kept()
    {
        var archive = Tar("d:top d:top/a f:top/a/file l:top/link>a/file l:top/a/up>../a h:top/hard>top/a/file l:top/ring>ring");
        var target = Path.Combine(_folder, "in", "target");
        ArtifactArchive.Unpack(archive, null, target);
        Assert.Equal("a/file", new FileInfo(Path.Combine(target, "link")).LinkTarget);
        Assert.Equal("content", File.ReadAllText(Path.Combine(target, "a", "up", "file")));
        Assert.Equal("content", File.ReadAllText(Path.Combine(target, "hard")));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("/evil-argosy-test")]
    [InlineData("a/../../evil")]
    public void A_zip_never_leaves_its_folder(string name)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "in"));
        var archive = Path.Combine(_folder, "in", "target.part");
        using (var zip = ZipFile.Open(archive, ZipArchiveMode.Create))
        using (var writer = new StreamWriter(zip.CreateEntry(name).Open()))
            writer.Write("evil");
        Assert.Throws<ArtifactException>(() => ArtifactArchive.Unpack(archive, new ArchiveStrategy { Zip = new() }, Path.Combine(_folder, "in", "target")));
        Assert.False(File.Exists(Path.Combine(_folder, "evil")) || File.Exists("/evil-argosy-test"));
    }

    [Fact]
    public void A_tar_that_ends_too_early_is_an_error_in_words()
    {
        var archive = Tar("f:a f:b f:c");
        var bytes = File.ReadAllBytes(archive);
        File.WriteAllBytes(archive, bytes[..(bytes.Length / 2)]);
        var strategy = new ArchiveStrategy { Tar = new() };
        Assert.Contains("cannot be unpacked", Assert.Throws<ArtifactException>(() => ArtifactArchive.Unpack(archive, strategy, Path.Combine(_folder, "in", "target"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tar_that_claims_more_than_it_has_is_an_error_and_fills_no_disk()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "in"));
        var archive = Path.Combine(_folder, "in", "target.part");
        var header = new byte[1024];
        Encoding.ASCII.GetBytes("huge").CopyTo(header, 0);
        Encoding.ASCII.GetBytes("0000644\00000000\00000000\077777777777\000000000000\0").CopyTo(header, 100);
        Encoding.ASCII.GetBytes("        0").CopyTo(header, 148);
        Encoding.ASCII.GetBytes("ustar\000").CopyTo(header, 257);
        var sum = header.AsSpan(0, 512).ToArray().Sum(b => b);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        using (var gzip = new GZipStream(File.Create(archive), CompressionLevel.Fastest))
            gzip.Write(header);
        Assert.Throws<ArtifactException>(() => ArtifactArchive.Unpack(archive, new ArchiveStrategy { Tar = new() }, Path.Combine(_folder, "in", "target")));
    }

    [Fact]
    public void What_is_packed_as_files_takes_nothing_of_the_machine_along()
    {
        var source = Directory.CreateDirectory(Path.Combine(_folder, "out")).FullName;
        File.WriteAllText(Path.Combine(source, "file"), "content");
        File.CreateSymbolicLink(Path.Combine(source, "same"), "file");
        Assert.Equal(["file", "same"], ArtifactArchive.Files(source).Select(f => f.Name));
        File.CreateSymbolicLink(Path.Combine(source, "passwords"), "/etc/passwd");
        Assert.Contains("passwords", Assert.Throws<ArtifactException>(() => ArtifactArchive.PackZip(source, "", Path.Combine(_folder, "x.zip"))).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(source, "passwords"));
        File.CreateSymbolicLink(Path.Combine(source, "up"), "../secret");
        Assert.Throws<ArtifactException>(() => ArtifactArchive.Files(source).ToList());
    }

    /// <summary>An archive of entries <c>KIND:NAME</c> or <c>KIND:NAME&gt;TARGET</c>.</summary>
    private string Tar(string entries)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "in"));
        var archive = Path.Combine(_folder, "in", "target.part");
        using var gzip = new GZipStream(File.Create(archive), CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip, TarEntryFormat.Pax);
        foreach (var one in entries.Split(' '))
        {
            var words = one[2..].Split('>');
            var kind = one[0] switch
            {
                'd' => TarEntryType.Directory,
                'l' => TarEntryType.SymbolicLink,
                'h' => TarEntryType.HardLink,
                'c' => TarEntryType.CharacterDevice,
                'b' => TarEntryType.BlockDevice,
                'p' => TarEntryType.Fifo,
                _ => TarEntryType.RegularFile,
            };
            var entry = new PaxTarEntry(kind, words[0]);
            if (words.Length > 1)
                entry.LinkName = words[1];
            if (kind == TarEntryType.RegularFile)
                entry.DataStream = new MemoryStream("content"u8.ToArray());
            tar.WriteEntry(entry);
        }
        return archive;
    }
}
