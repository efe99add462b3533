using Unkai.Api;

namespace Unkai.Lambda;

/// <summary>Tags of Lambda's resources.</summary>
/// <remarks>Source: Lambda developer guide, "Using tags on Lambda functions", restrictions.</remarks>
internal static class TagRules
{
    private const int TagsMax = 50;
    private const int KeyLengthMax = 128;
    private const int ValueLengthMax = 256;

    internal static AwsError? Check(Dictionary<string, string>? tags) =>
        tags is null ? null
        : tags.Count > TagsMax ? LambdaErrors.InvalidParameter($"The number of tags exceeds the maximum of {TagsMax}.")
        : tags.Keys.Any(static key => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) ? LambdaErrors.InvalidParameter("Tag keys must not begin with aws:")
        : tags.Any(static tag => tag.Key.Length is 0 or > KeyLengthMax || tag.Value.Length > ValueLengthMax) ? LambdaErrors.InvalidParameter($"Tag keys have 1 to {KeyLengthMax} characters, values up to {ValueLengthMax}.")
        : null;
}
