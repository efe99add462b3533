using Unkai.Api;
using Unkai.Api.S3;

namespace Unkai.S3;

/// <summary>What tags may be.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Categorizing your objects using tags": 10 an object, 50 a bucket; keys to 128 characters, values to 256.</remarks>
internal static class TagRules
{
    internal const int PerObjectMax = 10;
    internal const int PerBucketMax = 50;
    private const int KeyLengthMax = 128;
    private const int ValueLengthMax = 256;

    internal static Outcome<Dictionary<string, string>> Check(IEnumerable<KeyValuePair<string, string>> tags, int max)
    {
        var checkedTags = new Dictionary<string, string>();
        foreach (var (key, value) in tags)
        {
            if (key.Length is 0 or > KeyLengthMax || !IsAllowed(key))
            {
                return S3Errors.InvalidTag("The TagKey you have provided is invalid") with { Extra = [new("TagKey", key)] };
            }

            if (value.Length > ValueLengthMax || !IsAllowed(value))
            {
                return S3Errors.InvalidTag("The TagValue you have provided is invalid") with { Extra = [new("TagKey", key), new("TagValue", value)] };
            }

            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                return S3Errors.InvalidTag("System tags cannot be added/updated by requester") with { Extra = [new("TagKey", key)] };
            }

            if (!checkedTags.TryAdd(key, value))
            {
                return S3Errors.InvalidTag("Cannot provide multiple Tags with the same key") with { Extra = [new("TagKey", key)] };
            }
        }

        return checkedTags.Count <= max ? checkedTags
            : max == PerObjectMax ? new AwsError("BadRequest", 400, "Object tags cannot be greater than 10")
            : new AwsError("BadRequest", 400, "Bucket tag count cannot be greater than 50");
    }

    internal static Outcome<Dictionary<string, string>> Check(List<Tag>? tags, int max) =>
        tags is null || tags.Exists(tag => tag.Key is null || tag.Value is null)
            ? S3Errors.MalformedXml
            : Check(tags.Select(tag => new KeyValuePair<string, string>(tag.Key!, tag.Value!)), max);

    internal static List<Tag> ToShapes(IReadOnlyDictionary<string, string> tags) => [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    /// <summary>Reads the x-amz-tagging header: a query string.</summary>
    internal static Outcome<Dictionary<string, string>> ParseHeader(string? header)
    {
        if (string.IsNullOrEmpty(header))
        {
            return new Dictionary<string, string>();
        }

        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var part in header.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            pairs.Add(new(Decode(equals < 0 ? part : part[..equals]), equals < 0 ? "" : Decode(part[(equals + 1)..])));
        }

        var result = Check(pairs, PerObjectMax);
        return result.IsError && result.Error.Code == "InvalidTag"
            ? S3Errors.InvalidArgument("The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.", "x-amz-tagging", header)
            : result;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static bool IsAllowed(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsLetterOrDigit(c) && !char.IsWhiteSpace(c) && !char.IsSurrogate(c) && c is not ('+' or '-' or '=' or '.' or '_' or ':' or '/' or '@'))
            {
                return false;
            }
        }

        return true;
    }
}
