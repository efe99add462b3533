using Unkai.Api;
using Unkai.Cloud;
using Unkai.Storage;

namespace Unkai.S3.AccessPoints;

/// <summary>Finds access points, and changes them.</summary>
internal static class AccessPointLookup
{
    /// <summary>The access point that a name means where a bucket's could stand: an ARN or an alias.</summary>
    /// <returns>The error of one that is not there; null for what is a bucket's name.</returns>
    internal static async ValueTask<Outcome<AccessPointRecord>?> FindAsync(Snapshot snapshot, string name)
    {
        if (AccessPointNames.IsAlias(name))
        {
            return await AccessPointTables.Aliases.GetAsync(snapshot, name) is not { } meant ? AccessPointErrors.InvalidAlias(name) : await FindAsync(snapshot, meant);
        }

        if (!AccessPointNames.IsArn(name))
        {
            return null;
        }

        if (AccessPointNames.ParseArn(name) is { } id)
        {
            return await FindAsync(snapshot, id);
        }

        var refused = name.EndsWith(".mrap", StringComparison.Ordinal) ? S3Errors.NotImplemented("Multi-Region Access Points")
            : name.StartsWith("arn:aws:s3-object-lambda:", StringComparison.Ordinal) ? S3Errors.NotImplemented("Object Lambda access points")
            : name.StartsWith("arn:aws:s3-outposts:", StringComparison.Ordinal) ? S3Errors.NotImplemented("S3 on Outposts")
            : name.StartsWith("arn:aws:s3:", StringComparison.Ordinal) && name.Contains(":accesspoint", StringComparison.Ordinal) ? AccessPointErrors.InvalidName(name)
            : null;
        return refused is null ? default(Outcome<AccessPointRecord>?) : refused;
    }

    internal static async ValueTask<Outcome<AccessPointRecord>> FindAsync(Snapshot snapshot, AccessPointId id) =>
        await AccessPointTables.Points.GetAsync(snapshot, (id.Account, id.Region, id.Name)) is { } found ? found : AccessPointErrors.NoSuchAccessPoint(id.Name);

    /// <summary>The access point that a request of S3 Control names.</summary>
    internal static ValueTask<Outcome<AccessPointRecord>> ReadAsync(Call call, string account, string name) =>
        call.ReadAsync(snapshot => FindAsync(snapshot, new AccessPointId(call.Region, account, name)));

    /// <summary>Changes an access point in a transaction of its own.</summary>
    internal static ValueTask<Outcome<TResponse>> ChangeAsync<TResponse>(
        Call call, AccessPointId id, Func<Snapshot, AccessPointRecord, ValueTask<Outcome<AccessPointRecord>>> change, TResponse response) =>
        call.TransactAsync<TResponse>(async transaction =>
        {
            var found = await FindAsync(transaction, id);
            var changed = found.IsError ? found : await change(transaction, found.Value);
            if (changed.IsError)
            {
                return changed.Error;
            }

            AccessPointTables.Points.Put(transaction, (id.Account, id.Region, id.Name), changed.Value);
            return response;
        });
}
