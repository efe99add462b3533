using System.Security.Cryptography;
using Amazon.S3.Transfer;

namespace Unkai.S3.Tests;

/// <summary>The .NET SDK's TransferUtility.</summary>
public sealed class TransferTests(S3Cloud cloud)
{
    private const int Megabyte = 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_and_folders_go_up_in_parts_and_come_back()
    {
        var bucket = await cloud.BucketAsync();
        var folder = Directory.CreateTempSubdirectory("unkai-transfer-");
        try
        {
            var there = folder.CreateSubdirectory("there/sub").Parent!;
            var film = RandomNumberGenerator.GetBytes(18 * Megabyte);
            await File.WriteAllBytesAsync(Path.Combine(there.FullName, "film"), film, Cancellation);
            await File.WriteAllTextAsync(Path.Combine(there.FullName, "sub", "two words"), "2", Cancellation);
            using var transfer = new TransferUtility(cloud.Client);

            await transfer.UploadDirectoryAsync(
                new TransferUtilityUploadDirectoryRequest { BucketName = bucket, Directory = there.FullName, KeyPrefix = "a", SearchPattern = "*", SearchOption = SearchOption.AllDirectories }, Cancellation);
            await transfer.DownloadDirectoryAsync(bucket, "a", Path.Combine(folder.FullName, "back"), Cancellation);
            var head = await cloud.Client.GetObjectMetadataAsync(bucket, "a/film", Cancellation);

            Assert.Contains('-', head.ETag);
            Assert.Equal(film, await File.ReadAllBytesAsync(Path.Combine(folder.FullName, "back", "film"), Cancellation));
            Assert.Equal("2", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "back", "sub", "two words"), Cancellation));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
