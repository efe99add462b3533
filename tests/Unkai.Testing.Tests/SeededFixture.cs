using Amazon.S3;
using Unkai.Testing;

[assembly: AssemblyFixture(typeof(Unkai.Testing.Tests.SeededFixture))]

namespace Unkai.Testing.Tests;

/// <summary>One cloud for all tests, with a bucket; each test has a fork of it.</summary>
public sealed class SeededFixture : UnkaiFixture
{
    public const string Bucket = "seeded";

    protected override async Task SeedAsync(UnkaiWorld world)
    {
        using var s3 = world.Client<IAmazonS3>();
        await s3.PutBucketAsync(Bucket);
        await s3.PutObjectAsync(new() { BucketName = Bucket, Key = "greeting", ContentBody = "hello" });
    }
}
