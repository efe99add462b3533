using System.Buffers;
using System.Text;
using System.Text.Json;
using Unkai.Api;
using Unkai.Api.Json;
using Unkai.Cloud;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.Configurations;

/// <summary>Configurations that a bucket has many of, each with an id of its own, and that are kept and returned as they were put.</summary>
/// <param name="kind">Their name in keys.</param>
/// <remarks>Source: Amazon S3 API Reference, PutBucketAnalyticsConfiguration and its like.</remarks>
internal sealed class ConfigurationStore<T>(string kind)
    where T : Shape, new()
{
    private const int PerBucketMax = 1000;
    private const int PageMax = 100;
    private const int IdLengthMax = 64;

    private static AwsError Missing { get; } = new("NoSuchConfiguration", 404, "The specified configuration does not exist.");

    private static AwsError TooMany { get; } = new("TooManyConfigurations", 400, "You are attempting to create a new configuration but have already reached the 1,000-configuration limit.");

    internal ValueTask<Outcome<TResponse>> PutAsync<TResponse>(Call call, string bucket, string? expectedOwner, string? id, T? configuration, string? bodyId, TResponse response) =>
        call.TransactAsync<TResponse>(async transaction =>
        {
            var found = await Buckets.FindAsync(transaction, bucket, expectedOwner);
            if (found.IsError)
            {
                return found.Error;
            }

            if (configuration is null || !ConfigurationShape.IsWhole(configuration))
            {
                return S3Errors.MalformedXml;
            }

            if (id != bodyId || !IsId(id))
            {
                return S3Errors.InvalidArgument(IsId(id) ? "The id in the request does not match the id in the configuration." : "Invalid configuration id.", "id", id);
            }

            if (await S3Tables.Configurations.GetAsync(transaction, (bucket, kind, id!)) is null
                && (await S3Tables.Configurations.RangeAsync(transaction, S3Tables.Configurations.Under(bucket, kind).All, PerBucketMax)).Count == PerBucketMax)
            {
                return TooMany;
            }

            S3Tables.Configurations.Put(transaction, (bucket, kind, id!), new ConfigurationRecord(ConfigurationShape.ToJson(configuration)));
            return response;
        });

    internal ValueTask<Outcome<T>> GetAsync(Call call, string bucket, string? expectedOwner, string? id) => call.ReadAsync<Outcome<T>>(async snapshot =>
    {
        var found = await Buckets.FindAsync(snapshot, bucket, expectedOwner);
        return found.IsError ? found.Error
            : await S3Tables.Configurations.GetAsync(snapshot, (bucket, kind, id ?? "")) is { } record ? ConfigurationShape.FromJson<T>(record.Json)
            : Missing;
    });

    internal ValueTask<Outcome<TResponse>> DeleteAsync<TResponse>(Call call, string bucket, string? expectedOwner, string? id, TResponse response) => call.TransactAsync<TResponse>(async transaction =>
    {
        var found = await Buckets.FindAsync(transaction, bucket, expectedOwner);
        if (found.IsError)
        {
            return found.Error;
        }

        if (await S3Tables.Configurations.GetAsync(transaction, (bucket, kind, id ?? "")) is null)
        {
            return Missing;
        }

        S3Tables.Configurations.Delete(transaction, (bucket, kind, id!));
        return response;
    });

    /// <returns>A page in order of the ids, and the token of the next, or null.</returns>
    internal ValueTask<Outcome<(List<T> Items, string? Next)>> ListAsync(Call call, string bucket, string? expectedOwner, string? token) => call.ReadAsync<Outcome<(List<T> Items, string? Next)>>(async snapshot =>
    {
        var found = await Buckets.FindAsync(snapshot, bucket, expectedOwner);
        if (found.IsError)
        {
            return found.Error;
        }

        var after = "";
        if (!string.IsNullOrEmpty(token))
        {
            var bytes = new byte[token.Length];
            if (!Convert.TryFromBase64String(token, bytes, out var length))
            {
                return S3Errors.InvalidArgument("The continuation token provided is incorrect", "continuation-token", token);
            }

            after = Encoding.UTF8.GetString(bytes, 0, length);
        }

        var space = S3Tables.Configurations.Under(bucket, kind);
        var rows = await S3Tables.Configurations.RangeAsync(snapshot, after.Length == 0 ? space.All : space.After(after), PageMax + 1);
        var items = rows.Take(PageMax).Select(row => ConfigurationShape.FromJson<T>(row.Value.Json)).ToList();
        return (items, rows.Count > PageMax ? Convert.ToBase64String(Encoding.UTF8.GetBytes(rows[PageMax - 1].Key.Id)) : null);
    });

    private static bool IsId(string? id) => id is { Length: > 0 and <= IdLengthMax } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
