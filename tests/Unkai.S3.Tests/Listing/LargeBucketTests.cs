using System.Globalization;
using Unkai.S3.Listing;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.Tests.Listing;

/// <summary>A million keys under a thousand prefixes: what a page costs is counted in entries that the store reads.</summary>
public sealed class LargeBucketTests(LargeBucketTests.Million million) : IClassFixture<LargeBucketTests.Million>
{
    private const int Prefixes = 1000;
    private const int KeysPerPrefix = 1000;
    private const int Page = 1000;
    private const string Bucket = "large";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_page_of_a_million_keys_reads_itself_and_no_more()
    {
        string? after = null;
        var (pages, keys) = (0, 0);
        do
        {
            var (page, read) = await ListAsync(snapshot => ObjectLister.ListAsync(snapshot, Bucket, "", null, after, Page));

            Assert.InRange(read, Page, Page + 1);
            after = page.IsTruncated ? page.Last : null;
            pages++;
            keys += page.Items.Count;
        }
        while (after is not null);

        Assert.Equal((Prefixes * KeysPerPrefix / Page, Prefixes * KeysPerPrefix), (pages, keys));
    }

    [Fact]
    public async Task Groups_are_passed_over_by_seeking()
    {
        var (page, read) = await ListAsync(snapshot => ObjectLister.ListAsync(snapshot, Bucket, "", "/", null, Page));

        Assert.Equal((Prefixes, false), (page.CommonPrefixes.Count, page.IsTruncated));
        Assert.InRange(read, Prefixes, 3 * Prefixes);
    }

    [Fact]
    public async Task A_group_that_is_the_marker_is_not_read_again()
    {
        var (page, read) = await ListAsync(snapshot => ObjectLister.ListAsync(snapshot, Bucket, "", "/", "p000500/", 2));

        Assert.Equal(["p000501/", "p000502/"], page.CommonPrefixes);
        Assert.InRange(read, 1, 20);
    }

    [Fact]
    public async Task Versions_of_a_page_cost_the_page()
    {
        var (page, read) = await ListAsync(snapshot => VersionLister.ListAsync(snapshot, Bucket, "p0007", null, null, null, Page));
        Assert.Equal((Page, true), (page.Items.Count, page.IsTruncated));
        Assert.InRange(read, Page, Page + 1);

        var (groups, readForGroups) = await ListAsync(snapshot => VersionLister.ListAsync(snapshot, Bucket, "", "/", null, null, Page));
        Assert.Equal(Prefixes, groups.CommonPrefixes.Count);
        Assert.InRange(readForGroups, Prefixes, 3 * Prefixes);
    }

    private static string KeyOf(int prefix, int key) => string.Create(CultureInfo.InvariantCulture, $"p{prefix:D6}/k{key:D6}");

    private async Task<(KeyPage<T> Page, int EntriesRead)> ListAsync<T>(Func<Snapshot, ValueTask<KeyPage<T>>> list)
    {
        CountingSnapshot? counting = null;
        var page = await million.Store.ReadAsync(WorldName.Default, snapshot => list(counting = new CountingSnapshot(snapshot)), Cancellation);
        return (page, counting!.EntriesRead);
    }

    /// <summary>The keys, put straight into a store.</summary>
    public sealed class Million : IAsyncLifetime
    {
        private Store? _store;

        internal Store Store => _store!;

        public async ValueTask InitializeAsync()
        {
            _store = await Unkai.Storage.Store.OpenAsync(new StoreOptions(), CancellationToken.None);
            var record = new ObjectRecord { VersionId = VersionIds.Null, LastModified = DateTimeOffset.UnixEpoch, ETag = new string('e', 32), Size = 1 };
            for (var prefix = 0; prefix < Prefixes; prefix++)
            {
                await _store.TransactAsync(
                    WorldName.Default,
                    transaction =>
                    {
                        for (var key = 0; key < KeysPerPrefix; key++)
                        {
                            S3Tables.Objects.Put(transaction, (Bucket, KeyOf(prefix, key)), record);
                        }

                        return ValueTask.FromResult(true);
                    },
                    CancellationToken.None);
            }
        }

        public ValueTask DisposeAsync() => _store?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private sealed class CountingSnapshot(Snapshot inner) : Snapshot
    {
        public int EntriesRead { get; private set; }

        public override WorldName World => inner.World;

        public override ValueTask<ReadOnlyMemory<byte>?> GetAsync(byte[] key) => inner.GetAsync(key);

        public override async ValueTask<IReadOnlyList<Entry>> RangeAsync(KeyRange range, int limit, bool reverse = false)
        {
            var entries = await inner.RangeAsync(range, limit, reverse);
            EntriesRead += entries.Count;
            return entries;
        }

        public override Watch Watch(KeyRange range) => inner.Watch(range);
    }
}
