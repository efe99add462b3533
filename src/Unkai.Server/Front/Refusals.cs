using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Wire.Routing;
using Unkai.Wire.Signing;

namespace Unkai.Server.Front;

/// <summary>What is answered to a request that is no operation of any service here.</summary>
/// <remarks>What no AWS model has is AWS's own error; 501 is for what AWS has and this cloud has not.</remarks>
internal static class Refusals
{
    internal static AwsError MalformedGzip { get; } = new("SerializationException", 400, "The request's gzip body is malformed.");

    internal static AwsError Of(HttpRequest request, RouteResult route) => route.Outcome switch
    {
        RouteOutcome.TooLarge => new AwsError("RequestEntityTooLargeException", 413, "The request is larger than the service accepts."),
        RouteOutcome.Malformed => MalformedGzip,
        RouteOutcome.MalformedPath => new AwsError("InvalidURI", 400, "Couldn't parse the specified URI.") { Extra = [new("URI", route.Asked[(route.Asked.IndexOf(' ', StringComparison.Ordinal) + 2)..])] },
        RouteOutcome.UnknownOperation when route.Service!.SigningName == "s3" && S3Address.Of(request) is { } address => UnknownToS3(request, address),
        RouteOutcome.UnknownOperation when route.Asked.Length == 0 => new AwsError("MissingAction", 400, "The request is missing an action or a required parameter."),
        RouteOutcome.UnknownOperation => UnknownOperation(route),
        _ => new AwsError("NotImplemented", 501, $"Unkai does not know a service '{route.Asked}'."),
    };

    /// <summary>Whose sentences and codes a route's errors are.</summary>
    internal static ErrorDialect DialectOf(RouteResult route) => route.Protocol switch
    {
        ProtocolKind.RestXml when route.Service!.SigningName == "s3" => ErrorDialect.S3,
        ProtocolKind.Query or ProtocolKind.Ec2 or ProtocolKind.RestXml => ErrorDialect.Query,
        ProtocolKind.RestJson => ErrorDialect.RestJson,
        _ => ErrorDialect.Json,
    };

    private static AwsError UnknownOperation(RouteResult route)
    {
        var message = $"Unkai does not know an operation '{route.Asked}' of {route.Service!.Name}.";
        return DialectOf(route) switch
        {
            ErrorDialect.S3 => new("NotImplemented", 501, message),
            ErrorDialect.Query => new("InvalidAction", 400, message),
            ErrorDialect.RestJson => new("UnknownOperationException", 404, message),
            _ => new("UnknownOperationException", 400, message),
        };
    }

    /// <summary>S3's answer to what is no method of its resources.</summary>
    private static AwsError UnknownToS3(HttpRequest request, S3Address address)
    {
        if (HttpMethods.IsPost(request.Method) && address is { Bucket: not null, Key: "" } && !request.QueryString.HasValue)
        {
            return new AwsError("PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold")
            {
                Extra = [new("Condition", "Bucket POST must be of the enclosure-type multipart/form-data")],
            };
        }

        return new AwsError("MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
        {
            Extra = [new("Method", request.Method), new("ResourceType", address.Bucket is null ? "SERVICE" : address.Key.Length == 0 ? "BUCKET" : "OBJECT")],
        };
    }
}
