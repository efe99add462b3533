using Unkai.Api;

namespace Unkai.Sqs;

/// <summary>What a queue's tags may be.</summary>
/// <remarks>Source: SQS Developer Guide, "Amazon SQS cost allocation tags" and "Quotas related to queues": 50 tags, keys of 1 to 128 and values of up to 256 characters.</remarks>
internal static class QueueTags
{
    private const int TagsMax = 50;
    private const int KeyLengthMax = 128;
    private const int ValueLengthMax = 256;

    internal static AwsError? Check(IReadOnlyDictionary<string, string> tags)
    {
        if (tags.Count > TagsMax)
        {
            return SqsErrors.InvalidParameter($"Too many tags added for queue. The maximum is {TagsMax}.");
        }

        foreach (var (key, value) in tags)
        {
            if (key.Length is 0 or > KeyLengthMax)
            {
                return SqsErrors.InvalidParameter($"Tag key must be between 1 and {KeyLengthMax} characters in length.");
            }

            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                return SqsErrors.InvalidParameter("Tag keys can't begin with aws:, which is reserved for use by AWS.");
            }

            if (value is null || value.Length > ValueLengthMax)
            {
                return SqsErrors.InvalidParameter($"Tag value must be between 0 and {ValueLengthMax} characters in length.");
            }
        }

        return null;
    }
}
