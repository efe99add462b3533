using Amazon.S3;
using Amazon.S3.Model;
using Unkai.Cloud.Faults;

namespace Unkai.Testing.Tests;

/// <summary>The SDK's own retries cope with what is broken.</summary>
public sealed class FaultTests(SeededFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SlowDown", 503)]
    [InlineData("ThrottlingException", 400)]
    [InlineData("InternalError", 500)]
    public Task The_clients_own_retries_cope_with_an_error(string code, int status) =>
        CopeAsync(new FaultRule { Effect = FaultEffect.Error, Service = "s3", Error = new(code, status, "Again, please."), Times = 2 });

    [Theory]
    [InlineData(ConnectionDrop.Before)]
    [InlineData(ConnectionDrop.After)]
    public Task The_clients_own_retries_cope_with_a_connection_that_drops(ConnectionDrop drop) =>
        CopeAsync(new FaultRule { Effect = FaultEffect.Drop, Service = "s3", Drop = drop, Times = 2 });

    [Fact]
    public async Task They_cope_over_a_real_connection_too()
    {
        await using var cloud = await UnkaiCloud.StartAsync(cancellation: Cancellation);
        using var s3 = new AmazonS3Client(cloud.Default.Credentials, new AmazonS3Config { ServiceURL = (await cloud.ListenAsync(cancellation: Cancellation)).ToString(), AuthenticationRegion = "us-east-1", ForcePathStyle = true });
        var dropped = await cloud.Faults.AddAsync(new FaultRule { Effect = FaultEffect.Drop, Drop = ConnectionDrop.After, Times = 2 }, Cancellation);

        await s3.PutBucketAsync("bucket", Cancellation);

        Assert.Equal(2, await cloud.Faults.HitsOfAsync(dropped, Cancellation));
    }

    [Fact]
    public async Task A_rule_that_is_removed_hits_no_more_and_one_that_makes_no_sense_is_refused()
    {
        await using var world = await fixture.ForkAsync(Cancellation);
        using var s3 = world.Client<IAmazonS3>(static config => config.MaxErrorRetry = 0);
        var rule = await world.Faults.AddErrorAsync("s3", "ListBuckets", "AccessDenied", 403);

        await Assert.ThrowsAsync<AmazonS3Exception>(() => s3.ListBucketsAsync(Cancellation));
        Assert.Equal([rule], await world.Faults.ListAsync(Cancellation));
        await world.Faults.RemoveAsync(rule, Cancellation);

        await s3.ListBucketsAsync(Cancellation);
        await Assert.ThrowsAsync<ArgumentException>(() => world.Faults.AddAsync(rule with { Service = "nothing" }, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => world.Faults.AddAsync(rule with { Rate = 2 }, Cancellation));
    }

    private async Task CopeAsync(FaultRule rule)
    {
        await using var world = await fixture.ForkAsync(Cancellation);
        using var s3 = world.Client<IAmazonS3>();
        var added = await world.Faults.AddAsync(rule, Cancellation);

        await s3.PutObjectAsync(new PutObjectRequest { BucketName = SeededFixture.Bucket, Key = "k", ContentBody = "content" }, Cancellation);

        Assert.Equal(2, await world.Faults.HitsOfAsync(added, Cancellation));
        using var found = await s3.GetObjectAsync(SeededFixture.Bucket, "k", Cancellation);
        Assert.Equal(7, found.ContentLength);
    }
}
