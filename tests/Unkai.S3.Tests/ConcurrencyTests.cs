using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

/// <summary>Many clients at one key: what is read is always one write, whole.</summary>
public sealed class ConcurrencyTests(S3Cloud cloud)
{
    private const int Writers = 6;
    private const int Rounds = 12;
    private const int Bytes = 100_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_last_writer_wins_whole_and_readers_never_see_a_mixture()
    {
        var bucket = await cloud.BucketAsync();
        await PutAsync(bucket, (byte)'0');
        var writing = Task.WhenAll(Enumerable.Range(1, Writers).Select(async writer =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                await PutAsync(bucket, (byte)('0' + writer));
            }
        }));

        do
        {
            using var read = await cloud.Client.GetObjectAsync(bucket, "film", Cancellation);
            using var bytes = new MemoryStream();
            await read.ResponseStream.CopyToAsync(bytes, Cancellation);
            Assert.Equal(Bytes, bytes.Length);
            Assert.Single(bytes.ToArray().Distinct());
        }
        while (!writing.IsCompleted);

        await writing;
    }

    [Fact]
    public async Task Of_many_who_write_only_if_nothing_is_there_one_does()
    {
        var bucket = await cloud.BucketAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(async number =>
        {
            try
            {
                await cloud.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "lock", ContentBody = $"{number}", IfNoneMatch = "*" }, Cancellation);
                return true;
            }
            catch (AmazonS3Exception refused) when (refused.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
            {
                return false;
            }
        }));

        Assert.Single(outcomes, static won => won);
    }

    private Task<PutObjectResponse> PutAsync(string bucket, byte content)
    {
        var bytes = new byte[Bytes];
        Array.Fill(bytes, content);
        return cloud.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "film", InputStream = new MemoryStream(bytes) }, Cancellation);
    }
}
