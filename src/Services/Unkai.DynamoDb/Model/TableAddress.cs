using Unkai.Cloud;

namespace Unkai.DynamoDb.Model;

/// <summary>The account, region and name of a table, from a name or an ARN.</summary>
internal readonly record struct TableAddress(string Account, string Region, string Name)
{
    private const string Prefix = "table/";

    internal string Arn => $"arn:aws:dynamodb:{Region}:{Account}:table/{Name}";

    /// <summary>Reads a request's TableName, which may be the table's ARN.</summary>
    internal static TableAddress Of(Call call, string text) => ParseArn(text) ?? new(call.Account.Value, call.Region, text);

    /// <returns>Null when the text is no ARN of a table, or of what belongs to one (an index, a stream, a backup).</returns>
    internal static TableAddress? ParseArn(string? text)
    {
        if (text is null || !text.StartsWith("arn:", StringComparison.Ordinal)
            || Unkai.Arn.Parse(text) is not { Service: "dynamodb" } arn || !arn.Resource.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var name = arn.Resource[Prefix.Length..];
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return new(arn.Account, arn.Region, slash < 0 ? name : name[..slash]);
    }
}
