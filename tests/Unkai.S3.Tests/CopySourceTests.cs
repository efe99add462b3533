using Amazon.S3.Model;
using Unkai.Api;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.Tests;

/// <summary>Copies that share their source's blob while the source changes: a blob that no record refers to can be collected at any time.</summary>
public sealed class CopySourceTests(S3Cloud cloud)
{
    private const int BlobBytes = 40_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_may_not_refer_to_bytes_that_its_source_gave_up_meanwhile()
    {
        var bucket = await cloud.BucketAsync();
        await PutAsync(bucket, 'a');
        var source = await ReadAsync(bucket);

        var untouched = await CheckAsync(source);
        await PutAsync(bucket, 'b');
        var replaced = await CheckAsync(source);
        await PutAsync(bucket, 'a');
        var same = await CheckAsync(source);
        await cloud.Client.DeleteObjectAsync(bucket, "film", Cancellation);
        var deleted = await CheckAsync(source);

        Assert.Null(untouched);
        Assert.Equal("OperationAborted", replaced?.Code);
        Assert.Null(same);
        Assert.Equal(("OperationAborted", 409), (deleted?.Code, deleted?.Status));
    }

    [Fact]
    public async Task A_part_is_not_written_when_its_source_is_gone()
    {
        var bucket = await cloud.BucketAsync();
        await PutAsync(bucket, 'a');
        var upload = (await cloud.Client.InitiateMultipartUploadAsync(bucket, "copy", Cancellation)).UploadId;
        var source = await ReadAsync(bucket);
        await cloud.Client.DeleteObjectAsync(bucket, "film", Cancellation);
        var part = new PartRecord { ETag = source.Record.ETag, Size = source.Record.Size, Body = source.Record.Body, LastModified = source.Record.LastModified };

        var refusal = await cloud.Server.World.Store.TransactAsync(
            WorldName.Default, async transaction => await source.CheckStandsAsync(transaction, part.Body), Cancellation);

        Assert.NotNull(refusal);
        Assert.Empty((await cloud.Client.ListPartsAsync(bucket, "copy", upload, Cancellation)).Parts ?? []);
    }

    [Fact]
    public async Task A_copy_whose_source_changes_is_made_anew_and_not_for_ever()
    {
        var bucket = await cloud.BucketAsync();
        await PutAsync(bucket, 'a');
        var source = await ReadAsync(bucket);
        await PutAsync(bucket, 'b');
        var attempts = 0;

        var second = await CopiedObject.RepeatAsync<int>(async () => ++attempts == 1 ? (await CheckAsync(source))! : attempts);
        var never = await CopiedObject.RepeatAsync<int>(async () =>
        {
            attempts++;
            return (await CheckAsync(source))!;
        });

        Assert.Equal(2, second.Value);
        Assert.Equal("OperationAborted", never.Error?.Code);
        Assert.InRange(attempts, 3, 100);
    }

    [Fact]
    public async Task Copies_of_a_source_that_is_written_all_the_time_are_each_one_write_whole()
    {
        var bucket = await cloud.BucketAsync();
        await PutAsync(bucket, '0');
        var writing = Task.WhenAll(Enumerable.Range(1, 30).Select(number => PutAsync(bucket, (char)('0' + (number % 10)))));

        var copies = await Task.WhenAll(Enumerable.Range(0, 10).Select(async number =>
        {
            await cloud.Client.CopyObjectAsync(bucket, "film", bucket, $"copy{number}", Cancellation);
            return await cloud.GetAsync(bucket, $"copy{number}");
        }));

        await writing;
        Assert.All(copies, static copy => Assert.Single(copy.Distinct()));
        Assert.All(copies, static copy => Assert.Equal(BlobBytes, copy.Length));
    }

    private Task<PutObjectResponse> PutAsync(string bucket, char content) => cloud.PutAsync(bucket, "film", new string(content, BlobBytes));

    private async Task<CopiedObject> ReadAsync(string bucket)
    {
        var found = await cloud.Server.World.Store.ReadAsync(
            WorldName.Default,
            async snapshot => await CopiedObject.FindAsync(snapshot, DateTimeOffset.UnixEpoch, new CopySource(bucket, "film", null), null, null, null, null, null),
            Cancellation);
        return found.Value;
    }

    private async Task<AwsError?> CheckAsync(CopiedObject source) => await cloud.Server.World.Store.TransactAsync(
        WorldName.Default, async transaction => await source.CheckStandsAsync(transaction, source.Record.Body), Cancellation);
}
