using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>Gives <c>$LATEST</c> another package.</summary>
internal sealed class UpdateFunctionCode : IOperation<UpdateFunctionCodeRequest, FunctionConfiguration>
{
    public async ValueTask<Outcome<FunctionConfiguration>> ExecuteAsync(Call call, UpdateFunctionCodeRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        if (request.ImageUri is not null || request.PublishTo is not null)
        {
            return LambdaErrors.NotImplemented(request.ImageUri is null ? "PublishTo" : "UpdateFunctionCode with ImageUri");
        }

        var reference = parsed.Value with { Qualifier = null };
        var known = await call.ReadAsync(snapshot => Functions.FindVersionAsync(snapshot, reference));
        if (known.IsError)
        {
            return known.Error;
        }

        if (Versions.CheckRevision(request.RevisionId, known.Value.RevisionId) is { } changed)
        {
            return changed;
        }

        var package = await FunctionPackages.TakeAsync(call, request.ZipFile, request.S3Bucket, request.S3Key, request.S3ObjectVersion);
        if (package.IsError)
        {
            return package.Error;
        }

        return await call.TransactAsync<FunctionConfiguration>(async transaction =>
        {
            var latest = await Functions.FindVersionAsync(transaction, reference);
            if (latest.IsError)
            {
                return latest.Error;
            }

            if (Versions.CheckRevision(request.RevisionId, latest.Value.RevisionId) is { } changedMeanwhile)
            {
                return changedMeanwhile;
            }

            var updated = latest.Value with
            {
                CodeSha256 = package.Value.Sha256,
                CodeSizeBytes = package.Value.SizeBytes,
                Architecture = request.Architectures is [var architecture, ..] ? architecture : latest.Value.Architecture,
                RevisionId = call.Random.NextGuid().ToString(),
                LastModified = call.Clock.GetUtcNow(),
            };
            if (request.DryRun is true)
            {
                return FunctionShapes.Describe(reference, updated, null);
            }

            await Versions.RemoveAsync(transaction, reference, 0);
            Versions.Put(transaction, reference, updated, package.Value.Body);
            if (request.Publish is not true)
            {
                return FunctionShapes.Describe(reference, updated, null);
            }

            var published = await Versions.PublishAsync(call, transaction, reference, updated, null);
            return FunctionShapes.Describe(reference, published, Functions.TextOf(published.Number));
        });
    }
}
