using Unkai.Api;

namespace Unkai.Logs;

/// <summary>The errors of CloudWatch Logs.</summary>
internal static class LogsErrors
{
    internal static AwsError NoSuchGroup { get; } = NotFound("The specified log group does not exist.");

    internal static AwsError NoSuchStream { get; } = NotFound("The specified log stream does not exist.");

    internal static AwsError GroupExists { get; } = new("ResourceAlreadyExistsException", 400, "The specified log group already exists");

    internal static AwsError StreamExists { get; } = new("ResourceAlreadyExistsException", 400, "The specified log stream already exists");

    internal static AwsError InvalidToken { get; } = Invalid("The specified nextToken is invalid.");

    internal static AwsError Invalid(string message) => new("InvalidParameterException", 400, message);

    internal static AwsError InvalidOperation(string message) => new("InvalidOperationException", 400, message);

    internal static AwsError NotImplemented(string what) => new("NotImplemented", 501, $"Unkai does not implement logs {what}.");

    private static AwsError NotFound(string message) => new("ResourceNotFoundException", 400, message);
}
