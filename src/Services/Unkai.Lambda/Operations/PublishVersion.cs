using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>Makes <c>$LATEST</c> a numbered version that stays as it is.</summary>
internal sealed class PublishVersion : IOperation<PublishVersionRequest, FunctionConfiguration>
{
    public async ValueTask<Outcome<FunctionConfiguration>> ExecuteAsync(Call call, PublishVersionRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        if (request.PublishTo is not null)
        {
            return LambdaErrors.NotImplemented("PublishTo");
        }

        var reference = parsed.Value with { Qualifier = null };
        return await call.TransactAsync<FunctionConfiguration>(async transaction =>
        {
            var latest = await Functions.FindVersionAsync(transaction, reference);
            if (latest.IsError)
            {
                return latest.Error;
            }

            if (Versions.CheckRevision(request.RevisionId, latest.Value.RevisionId) is { } changed)
            {
                return changed;
            }

            if (request.CodeSha256 is { } hash && hash != latest.Value.CodeSha256)
            {
                return LambdaErrors.InvalidParameter($"CodeSHA256 ({hash}) is different from current CodeSHA256 in $LATEST ({latest.Value.CodeSha256}). Please try again with the CodeSHA256 in $LATEST.");
            }

            var published = await Versions.PublishAsync(call, transaction, reference, latest.Value, request.Description);
            return FunctionShapes.Describe(reference, published, Functions.TextOf(published.Number));
        });
    }
}
