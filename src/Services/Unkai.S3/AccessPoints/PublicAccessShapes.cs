using Unkai.Api.S3Control;
using Unkai.S3.Model;

namespace Unkai.S3.AccessPoints;

/// <summary>What is kept from the public, as S3 Control says it.</summary>
internal static class PublicAccessShapes
{
    internal static PublicAccessRecord? Read(PublicAccessBlockConfiguration? shape) => shape is null ? null : new PublicAccessRecord
    {
        BlockPublicAcls = shape.BlockPublicAcls == true,
        IgnorePublicAcls = shape.IgnorePublicAcls == true,
        BlockPublicPolicy = shape.BlockPublicPolicy == true,
        RestrictPublicBuckets = shape.RestrictPublicBuckets == true,
    };

    internal static PublicAccessBlockConfiguration Write(PublicAccessRecord block) => new()
    {
        BlockPublicAcls = block.BlockPublicAcls,
        IgnorePublicAcls = block.IgnorePublicAcls,
        BlockPublicPolicy = block.BlockPublicPolicy,
        RestrictPublicBuckets = block.RestrictPublicBuckets,
    };
}
