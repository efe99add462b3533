using Unkai.Api;
using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb;

/// <summary>Names of tables: 3 to 255 letters, digits, underscores, hyphens and dots. Where a name is asked for, an ARN will do.</summary>
internal static class TableNameRules
{
    private const int LengthMin = 3;
    private const int LengthMax = 255;
    private const string Pattern = "[a-zA-Z0-9_.-]+";

    internal static bool IsValid(string name) => name.Length is >= LengthMin and <= LengthMax && HasOnlyAllowed(name);

    /// <summary>What is wrong with a request's TableName.</summary>
    internal static AwsError? Check(string text)
    {
        var name = TableAddress.ParseArn(text)?.Name ?? text;
        if (IsValid(name))
        {
            return null;
        }

        var problems = new List<string>();
        if (!HasOnlyAllowed(name))
        {
            problems.Add($"Value '{text}' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: {Pattern}");
        }

        if (name.Length < LengthMin)
        {
            problems.Add($"Value '{text}' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to {LengthMin}");
        }
        else if (name.Length > LengthMax)
        {
            problems.Add($"Value '{text}' at 'tableName' failed to satisfy constraint: Member must have length less than or equal to {LengthMax}");
        }

        return DynamoDbErrors.Validation($"{problems.Count} validation error{(problems.Count == 1 ? "" : "s")} detected: {string.Join("; ", problems)}");
    }

    /// <summary>What is wrong with the name of a table to be made.</summary>
    internal static AwsError? CheckNew(string name) =>
        name.Length is < LengthMin or > LengthMax ? DynamoDbErrors.Validation($"TableName must be at least {LengthMin} characters long and at most {LengthMax} characters long")
        : Check(name);

    private static bool HasOnlyAllowed(string name)
    {
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '-' or '.'))
            {
                return false;
            }
        }

        return name.Length > 0;
    }
}
