using System.IO.Compression;

namespace Unkai.Compute.Tests;

/// <summary>Unpacked code: whole or not there, gone with the machine's run, and gone when nobody uses it.</summary>
public sealed class CodeCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("unkai-code-").FullName;
    private readonly MovedClock _clock = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_package_is_unpacked_once_and_found_by_its_name()
    {
        var cache = Open();
        var opened = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => Assert.Null(await cache.UnpackAsync("a", () => Zip(ref opened), CancellationToken.None)))));

        Assert.Equal(1, opened);
        Assert.Equal("content", await File.ReadAllTextAsync(Path.Combine(cache.Find("a")!, "file"), TestContext.Current.CancellationToken));
        Assert.Null(cache.Find("b"));
    }

    [Fact]
    public async Task What_is_no_package_leaves_nothing()
    {
        var cache = Open();

        Assert.NotNull(await cache.UnpackAsync("a", static () => new MemoryStream([1, 2, 3]), CancellationToken.None));

        Assert.Null(cache.Find("a"));
        Assert.Empty(Directory.GetDirectories(_folder));
    }

    [Fact]
    public async Task A_restart_keeps_what_is_whole_and_removes_what_a_kill_has_left()
    {
        await UnpackAsync(Open(), "a");
        Directory.CreateDirectory(Path.Combine(_folder, "b.0123456789abcdef.tmp", "half"));

        var cache = Open();

        Assert.NotNull(cache.Find("a"));
        Assert.Equal([Path.Combine(_folder, "a")], Directory.GetDirectories(_folder));
    }

    [Theory]
    [InlineData("another")]
    [InlineData(null)]
    public async Task After_another_start_of_the_machine_nothing_is_there(string? boot)
    {
        await UnpackAsync(Open(), "a");

        var cache = Open(boot);

        Assert.Null(cache.Find("a"));
        Assert.Empty(Directory.GetDirectories(_folder));
        await UnpackAsync(cache, "a");
    }

    [Fact]
    public async Task What_nobody_has_used_for_a_day_goes_and_a_use_keeps_it_also_over_a_restart()
    {
        var cache = Open();
        await UnpackAsync(cache, "used");
        await UnpackAsync(cache, "unused");
        _clock.Move(TimeSpan.FromHours(20));
        Assert.NotNull(cache.Find("used"));
        _clock.Move(TimeSpan.FromHours(10));

        Assert.Equal(1, Open().Collect());

        Assert.NotNull(cache.Find("used"));
        Assert.Null(cache.Find("unused"));
        await UnpackAsync(cache, "unused");
        Assert.Equal(0, cache.Collect());
    }

    private static async Task UnpackAsync(CodeCache cache, string name)
    {
        var opened = 0;
        Assert.Null(await cache.UnpackAsync(name, () => Zip(ref opened), CancellationToken.None));
    }

    private static MemoryStream Zip(ref int opened)
    {
        Interlocked.Increment(ref opened);
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("file").Open();
            entry.Write("content"u8);
        }

        stream.Position = 0;
        return stream;
    }

    private CodeCache Open(string? boot = "this") => new(_folder, boot, _clock, CryptographicRandomSource.Instance);

    private sealed class MovedClock : MachineClock
    {
        private readonly MovedTime _time = new();

        public override TimeProvider Provider => _time;

        internal void Move(TimeSpan by) => _time.Now += by;

        private sealed class MovedTime : TimeProvider
        {
            internal DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

            public override DateTimeOffset GetUtcNow() => Now;
        }
    }
}
