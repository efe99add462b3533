using System.IO.Compression;
using System.Text;

namespace Unkai.Compute.Tests;

public sealed class ZipPackages(Machine machine)
{
    private const int Link = 0xA1FF;

    private readonly string _target = Path.Combine(machine.Folder, "zip", CryptographicRandomSource.Instance.NextHex(12));

    [Fact]
    public async Task Files_folders_and_the_executable_bit_come_out()
    {
        var reason = await ExtractAsync(("bootstrap", "run", 0x81ED), ("lib/", "", 0x41ED), ("lib\\a.txt", "a", 0x8180), ("link", "lib/a.txt", Link));

        Assert.Null(reason);
        Assert.True(ExecutableSearch.IsExecutable(Path.Combine(_target, "bootstrap")));
        Assert.False(ExecutableSearch.IsExecutable(Path.Combine(_target, "lib/a.txt")));
        Assert.Equal("a", await File.ReadAllTextAsync(Path.Combine(_target, "link"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("../evil", "x", 0x81A4)]
    [InlineData("a/../../evil", "x", 0x81A4)]
    [InlineData("..\\evil", "x", 0x81A4)]
    [InlineData("/etc/evil", "x", 0x81A4)]
    [InlineData("C:/evil", "x", 0x81A4)]
    [InlineData("link", "/etc/passwd", Link)]
    [InlineData("a/link", "../../evil", Link)]
    [InlineData("device", "x", 0x21A4)]
    public async Task What_leads_out_is_refused(string name, string content, int mode)
    {
        var reason = await ExtractAsync((name, content, mode));

        Assert.Equal($"The package's entry {name} leads out of the package", reason);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_target, "*", SearchOption.AllDirectories), static path => !Directory.Exists(path));
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(_target)!, "evil")));
    }

    [Fact]
    public async Task An_entry_below_a_link_is_refused()
    {
        var reason = await ExtractAsync(("real/", "", 0x41ED), ("link", "real", Link), ("link/file", "x", 0x81A4));
        Assert.Equal("The package's entry link/file leads out of the package", reason);
    }

    [Fact]
    public async Task A_file_replaces_a_link_instead_of_writing_through_it()
    {
        Assert.Null(await ExtractAsync(("b", "kept", 0x81A4), ("a", "b", Link), ("a", "new", 0x81A4)));
        Assert.Equal("kept", await File.ReadAllTextAsync(Path.Combine(_target, "b"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_bomb_stops_at_250_MB()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = await zip.CreateEntry("zeros", CompressionLevel.Fastest).OpenAsync(TestContext.Current.CancellationToken);
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 251; i++)
            {
                await entry.WriteAsync(zeros, TestContext.Current.CancellationToken);
            }
        }

        stream.Position = 0;
        Assert.Equal("Unzipped size must be smaller than 262144000 bytes", await ZipPackage.ExtractAsync(stream, _target, TestContext.Current.CancellationToken));
        File.Delete(Path.Combine(_target, "zeros"));
    }

    [Fact]
    public async Task What_is_no_archive_is_refused_in_Lambdas_words()
    {
        using var stream = new MemoryStream("no archive"u8.ToArray());
        Assert.StartsWith("Could not unzip uploaded file.", await ZipPackage.ExtractAsync(stream, _target, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private async Task<string?> ExtractAsync(params (string Name, string Content, int Mode)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content, mode) in entries)
            {
                var entry = zip.CreateEntry(name);
                entry.ExternalAttributes = mode << 16;
                await using var body = await entry.OpenAsync(TestContext.Current.CancellationToken);
                await body.WriteAsync(Encoding.UTF8.GetBytes(content), TestContext.Current.CancellationToken);
            }
        }

        stream.Position = 0;
        return await ZipPackage.ExtractAsync(stream, _target, TestContext.Current.CancellationToken);
    }
}
