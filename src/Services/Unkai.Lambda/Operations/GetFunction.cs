using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>A function's configuration, tags and reserved concurrency.</summary>
/// <remarks><c>Code.Location</c> is left out: this cloud has no address yet from which a package could be downloaded.</remarks>
internal sealed class GetFunction : IOperation<GetFunctionRequest, GetFunctionResponse>
{
    public async ValueTask<Outcome<GetFunctionResponse>> ExecuteAsync(Call call, GetFunctionRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName, request.Qualifier);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        return await call.ReadAsync<Outcome<GetFunctionResponse>>(async snapshot =>
        {
            var function = await Functions.FindAsync(snapshot, parsed.Value);
            if (function.IsError)
            {
                return LambdaErrors.FunctionNotFound(parsed.Value.QualifiedArn);
            }

            var version = await Functions.FindVersionAsync(snapshot, parsed.Value);
            return version.IsError ? version.Error : new GetFunctionResponse
            {
                Configuration = FunctionShapes.Describe(parsed.Value, version.Value, parsed.Value.Qualifier),
                Code = new FunctionCodeLocation { RepositoryType = "S3" },
                Tags = function.Value.Tags.Count > 0 ? function.Value.Tags : null,
                Concurrency = function.Value.ReservedConcurrency is { } reserved ? new Concurrency { ReservedConcurrentExecutions = reserved } : null,
            };
        });
    }
}
