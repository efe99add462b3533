using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Lambda.Model;

namespace Unkai.Lambda.Operations;

/// <summary>Lets a service, an account or a principal use a function, version or alias.</summary>
internal sealed class AddPermission : IOperation<AddPermissionRequest, AddPermissionResponse>
{
    private const int PolicyCharactersMax = 20_480;

    public async ValueTask<Outcome<AddPermissionResponse>> ExecuteAsync(Call call, AddPermissionRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName, request.Qualifier);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        var reference = parsed.Value;
        if (request.InvokedViaFunctionUrl is not null)
        {
            return LambdaErrors.NotImplemented("InvokedViaFunctionUrl");
        }

        if (Check(request) is { } refused)
        {
            return refused;
        }

        var statement = new StatementRecord
        {
            Sid = request.StatementId!,
            Action = request.Action!,
            Principal = request.Principal!,
            SourceArn = request.SourceArn,
            SourceAccount = request.SourceAccount,
            EventSourceToken = request.EventSourceToken,
            OrganizationId = request.PrincipalOrgID,
            FunctionUrlAuthType = request.FunctionUrlAuthType,
        };
        return await call.TransactAsync<AddPermissionResponse>(async transaction =>
        {
            var version = await Functions.FindVersionAsync(transaction, reference);
            if (version.IsError)
            {
                return version.Error;
            }

            var function = (await Functions.FindAsync(transaction, reference)).Value;
            var known = function.Policies.GetValueOrDefault(reference.Qualifier ?? "") ?? new PolicyRecord("", []);
            if (request.RevisionId is { } revision && revision != (known.RevisionId.Length > 0 ? known.RevisionId : version.Value.RevisionId))
            {
                return LambdaErrors.PreconditionFailed;
            }

            if (known.Statements.Any(other => other.Sid == statement.Sid))
            {
                return LambdaErrors.Conflict($"The statement id ({statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.");
            }

            var policy = new PolicyRecord(call.Random.NextGuid().ToString(), [.. known.Statements, statement]);
            var updated = function with { Policies = new Dictionary<string, PolicyRecord>(function.Policies) { [reference.Qualifier ?? ""] = policy } };
            if (Permissions.Document(reference, updated, reference.Qualifier)!.Length > PolicyCharactersMax)
            {
                return new AwsError("PolicyLengthExceededException", 400, $"The final policy size is bigger than the limit ({PolicyCharactersMax}).");
            }

            LambdaTables.Functions.Put(transaction, reference.Key, updated);
            return new AddPermissionResponse { Statement = Permissions.Document(reference, reference.Qualifier, statement) };
        });
    }

    private static AwsError? Check(AddPermissionRequest request) =>
        request.Principal is { } principal && principal != "*" && AccountId.Parse(principal) is null && Arn.Parse(principal) is null
            && !principal.EndsWith(".amazonaws.com", StringComparison.Ordinal) && !principal.EndsWith(".amazon.com", StringComparison.Ordinal)
            ? LambdaErrors.InvalidParameter("The provided principal was invalid. Please check the principal and try again.")
        : request.SourceAccount is { } account && AccountId.Parse(account) is null ? LambdaErrors.InvalidParameter("The provided source account was invalid.")
        : null;
}
