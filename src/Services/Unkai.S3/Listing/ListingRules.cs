using System.Globalization;
using Unkai.Api;
using Unkai.Api.S3;

namespace Unkai.S3.Listing;

/// <summary>What all listings of objects share.</summary>
internal static class ListingRules
{
    /// <summary>Entries of a page at most.</summary>
    internal const int MaxKeys = 1000;

    internal static AwsError? CheckMaxKeys(int? maxKeys) => maxKeys < 0
        ? S3Errors.InvalidArgument("Argument maxKeys must be an integer between 0 and 2147483647", "maxKeys", maxKeys?.ToString(CultureInfo.InvariantCulture))
        : null;

    internal static AwsError? CheckOptional(List<string>? attributes) =>
        attributes?.Find(static name => name != "RestoreStatus") is { } unknown
            ? S3Errors.InvalidArgument("Invalid attribute name specified", "x-amz-optional-object-attributes", unknown)
            : null;

    internal static List<CommonPrefix>? Groups(IReadOnlyList<string> groups, string? encodingType) =>
        groups.Count == 0 ? null : [.. groups.Select(group => new CommonPrefix { Prefix = ListingEncoding.Apply(group, encodingType) })];
}
