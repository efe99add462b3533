using System.Globalization;
using Unkai.Api;
using Unkai.Api.Lambda;

namespace Unkai.Lambda;

/// <summary>Lambda's errors.</summary>
/// <remarks>Source: Lambda API reference, each operation's errors; messages as AWS's own clients and tools know them.</remarks>
internal static class LambdaErrors
{
    internal static AwsError RoleNotAssumable { get; } = InvalidParameter("The role defined for the function cannot be assumed by Lambda.");

    internal static AwsError PreconditionFailed { get; } = new(
        "PreconditionFailedException",
        412,
        "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id");

    internal static AwsError MappingNotFound { get; } = NotFound("The resource you requested does not exist.");

    internal static AwsError InvalidParameter(string message) => new("InvalidParameterValueException", 400, message);

    internal static AwsError NotFound(string message) => new("ResourceNotFoundException", 404, message);

    internal static AwsError FunctionNotFound(string arn) => NotFound($"Function not found: {arn}");

    internal static AwsError AliasNotFound(string arn) => NotFound($"Cannot find alias arn: {arn}");

    internal static AwsError PolicyNotFound { get; } = NotFound("The resource you requested does not exist.");

    internal static AwsError Conflict(string message) => new("ResourceConflictException", 409, message);

    internal static AwsError InvalidContent(string message) => new("InvalidRequestContentException", 400, message);

    internal static AwsError RequestTooLarge(long sizeBytes, long maxBytes) => new(
        "RequestTooLargeException",
        413,
        string.Create(CultureInfo.InvariantCulture, $"{sizeBytes} byte payload is too large for the Event invocation type (limit {maxBytes} bytes)"));

    internal static AwsError SyncRequestTooLarge { get; } = new("RequestTooLargeException", 413, "Request must be smaller than 6291456 bytes for the InvokeFunction operation");

    internal static AwsError Throttled(string reason) => new("TooManyRequestsException", 429, "Rate Exceeded.")
    {
        Detail = new TooManyRequestsException { Reason = reason, Type = "User" },
    };

    internal static AwsError InvalidRuntime(string message) => new("InvalidRuntimeException", 502, message);

    internal static AwsError AccessDenied(string message) => new("AccessDeniedException", 403, message);

    /// <summary>Something that AWS has and this cloud has not, by name.</summary>
    internal static AwsError NotImplemented(string what) => new("NotImplemented", 501, $"Unkai does not implement lambda {what}.");
}
