using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Transcode;

/// <summary>The few things that the functions do with S3.</summary>
internal static class ObjectStore
{
    /// <summary>How many transfers run at once where there are many.</summary>
    internal const int Parallelism = 4;

    // The signed chunks of an upload are hashed already: a checksum besides costs a pass over each film, in both directions.
    private static readonly AmazonS3Client s_client = new(new AmazonS3Config
    {
        ForcePathStyle = true,
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
    });

    internal static async Task DownloadAsync(string bucket, string key, string path)
    {
        using var response = await s_client.GetObjectAsync(bucket, key);
        await response.WriteResponseStreamToFileAsync(path, append: false, CancellationToken.None);
    }

    internal static Task UploadAsync(string bucket, string key, string path, string contentType) =>
        s_client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, FilePath = path, ContentType = contentType });

    /// <returns>Null where the key is not there.</returns>
    internal static async Task<T?> TryReadJsonAsync<T>(string bucket, string key)
        where T : class
    {
        try
        {
            using var response = await s_client.GetObjectAsync(bucket, key);
            return await JsonSerializer.DeserializeAsync<T>(response.ResponseStream) ?? throw new InvalidDataException($"{key} is empty.");
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    internal static Task WriteJsonAsync<T>(string bucket, string key, T value) =>
        s_client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, ContentBody = JsonSerializer.Serialize(value), ContentType = "application/json" });

    internal static async Task<bool> ExistsAsync(string bucket, string key)
    {
        try
        {
            await s_client.GetObjectMetadataAsync(bucket, key);
            return true;
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    internal static async Task<HashSet<string>> ListAsync(string bucket, string prefix)
    {
        var keys = new HashSet<string>();
        await foreach (var entry in s_client.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = bucket, Prefix = prefix }).S3Objects)
        {
            keys.Add(entry.Key);
        }

        return keys;
    }

    /// <summary>Writes a key that nobody has written before; of several that try, one succeeds.</summary>
    /// <returns>What stands there now: <paramref name="value"/>, or the winner's.</returns>
    internal static async Task<string> ElectAsync(string bucket, string key, string value)
    {
        try
        {
            await s_client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, ContentBody = value, IfNoneMatch = "*" });
            return value;
        }
        catch (AmazonS3Exception taken) when (taken.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
        {
            using var response = await s_client.GetObjectAsync(bucket, key);
            using var reader = new StreamReader(response.ResponseStream);
            return await reader.ReadToEndAsync();
        }
    }
}
