using Unkai.Api;
using Unkai.Api.S3Control;
using Unkai.Cloud;

namespace Unkai.S3.AccessPoints.Operations;

/// <summary>Removes tags of a bucket or an access point; those that are not there are no error.</summary>
internal sealed class UntagResource : IOperation<UntagResourceRequest, UntagResourceResult>
{
    public ValueTask<Outcome<UntagResourceResult>> ExecuteAsync(Call call, UntagResourceRequest request) => AccessPointTags.ChangeAsync(
        call,
        request.AccountId!,
        request.ResourceArn!,
        tags => tags.Where(tag => request.TagKeys?.Contains(tag.Key) != true).ToDictionary(),
        new UntagResourceResult());
}
