using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Cloud;
using Unkai.S3.AccessControl;
using Unkai.S3.AccessLogs;
using Unkai.S3.AccessPoints;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3;

/// <summary>What is found of a call's bucket before anything else is done: read once, for all that asks about it later.</summary>
/// <param name="Name">The bucket's name; behind an access point, that of its bucket.</param>
/// <param name="Bucket">The bucket, or null.</param>
/// <param name="Through">The access point that the call comes through, or null.</param>
/// <param name="SourceThrough">The access point that a copy reads through, or null.</param>
internal sealed record Admission(string Name, BucketRecord? Bucket, AccessPointRecord? Through, AccessPointRecord? SourceThrough)
{
    /// <summary>Whether the call names its access point by an alias.</summary>
    internal bool IsByAlias { get; private init; }

    /// <summary>What a batch of deletions did, where the bucket's access is logged.</summary>
    internal IReadOnlyList<BatchDeletion>? Deletions { get; set; }

    private static AwsError ToWelcomePage { get; } = new("TemporaryRedirect", 307, "Please re-send this request to the specified temporary endpoint. Continue to use the original request endpoint for future requests.")
    {
        Headers = [new("Location", "https://aws.amazon.com/s3/")],
    };

    internal static Admission? Of(Call call) => call.Admission as Admission;

    /// <summary>Finds the bucket, puts its name in place of an access point's, and answers what has come to the wrong place.</summary>
    internal static async ValueTask<AwsError?> AdmitAsync(Call call, OperationContract operation, Shape request)
    {
        if (operation.Name is "CreateBucket" || request.Contract.Find("Bucket") is not { } member || request.GetString(member.Slot) is not { } name)
        {
            return operation.Name == "ListBuckets" && call is { Caller.Kind: PrincipalKind.Anonymous, Cause: null } ? ToWelcomePage : null;
        }

        var source = request.Contract.Find("CopySource") is { } copied ? CopySource.Parse(request.GetString(copied.Slot)) : null;
        var found = await call.ReadAsync(snapshot => FindAsync(call, snapshot, operation, request, name, source));
        if (found.IsError)
        {
            return found.Error;
        }

        var admission = found.Value;
        call.Admission = admission;
        if (admission.Through is not null)
        {
            request.SetString(member.Slot, admission.Name);
        }

        if (admission.SourceThrough is { } point)
        {
            request.SetString(request.Contract.Find("CopySource")!.Slot, (source! with { Bucket = point.Bucket }).ToString());
        }

        return BucketRegions.Check(call, operation, admission.Name, admission.Bucket);
    }

    /// <summary>What a wish for a bucket or object is where the call comes through an access point: two wishes.</summary>
    internal static async ValueTask<IReadOnlyList<Unkai.Cloud.Authorization.Access>> WidenAsync(Call call, Snapshot snapshot, AccessPointRecord? point, Unkai.Cloud.Authorization.Access access) =>
        point is null ? [access] : [.. AccessPointUse.Widen(call.Caller, point, await PublicAccessBlocks.OfAsync(snapshot, point.PublicAccess, point.Account), access)];

    private static async ValueTask<Outcome<Admission>> FindAsync(Call call, Snapshot snapshot, OperationContract operation, Shape request, string name, CopySource? source)
    {
        BucketRecord? bucket = null;
        var through = await AccessPointLookup.FindAsync(snapshot, name);
        if (through is null)
        {
            bucket = await S3Tables.Buckets.GetAsync(snapshot, name);
            if (bucket is null && AccessPointNames.ParseHost(name, call.Region) is { } named && call.Origin.BaseAddress.Contains($"://{name}.", StringComparison.OrdinalIgnoreCase)
                && await AccessPointLookup.FindAsync(snapshot, named) is { IsError: false } hosted)
            {
                through = hosted;
            }
        }

        if (through is { IsError: true } missing)
        {
            return missing.Error;
        }

        var point = through?.Value;
        if (point is not null)
        {
            if (!AccessPointUse.Allows(operation.Name))
            {
                return AccessPointErrors.NotAllowed(operation.HttpMethod);
            }

            bucket = await S3Tables.Buckets.GetAsync(snapshot, point.Bucket);
            if (point.VpcId is not null || (bucket is not null && bucket.Owner != point.BucketOwner))
            {
                return S3Errors.AccessDenied;
            }
        }

        AccessPointRecord? sourcePoint = null;
        if (source is not null && await AccessPointLookup.FindAsync(snapshot, source.Bucket) is { } read)
        {
            if (read.IsError)
            {
                return read.Error;
            }

            sourcePoint = read.Value;
            if (sourcePoint.VpcId is not null)
            {
                return S3Errors.AccessDenied;
            }
        }

        return bucket is not null && await PublicAccessBlocks.CheckAsync(snapshot, operation, request, bucket, point) is { } refused
            ? refused
            : new Admission(point?.Bucket ?? name, bucket, point, sourcePoint) { IsByAlias = point is not null && AccessPointNames.IsAlias(name) };
    }
}
