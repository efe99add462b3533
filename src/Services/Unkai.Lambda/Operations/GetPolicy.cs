using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>The resource policy of a function, version or alias.</summary>
internal sealed class GetPolicy : IOperation<GetPolicyRequest, GetPolicyResponse>
{
    public async ValueTask<Outcome<GetPolicyResponse>> ExecuteAsync(Call call, GetPolicyRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName, request.Qualifier);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        var reference = parsed.Value;
        var function = await call.ReadAsync(snapshot => Functions.FindAsync(snapshot, reference));
        return function.IsError ? function.Error
            : Permissions.Document(reference, function.Value, reference.Qualifier) is { } policy
                ? new GetPolicyResponse { Policy = policy, RevisionId = function.Value.Policies[reference.Qualifier ?? ""].RevisionId }
                : LambdaErrors.PolicyNotFound;
    }
}
