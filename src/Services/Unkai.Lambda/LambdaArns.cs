using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Lambda.Model;
using Unkai.Storage;

namespace Unkai.Lambda;

/// <summary>Lambda's resources and actions in IAM's words.</summary>
/// <remarks>
/// Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Lambda". What a service's principal may do is
/// decided by Invoke itself, whether policies count in the world or not: see <see cref="Permissions"/>.
/// </remarks>
internal static class LambdaArns
{
    internal static async ValueTask<IReadOnlyList<Access>> DescribeAsync(Call call, OperationContract operation, Shape request)
    {
        var action = operation.Name switch
        {
            "Invoke" or "InvokeWithResponseStream" => "lambda:InvokeFunction",
            "InvokeAsync" => "lambda:InvokeAsync",
            _ => $"lambda:{operation.Name}",
        };
        if (TextOf(operation, request, "UUID") is { } uuid)
        {
            return [new Access(action, call.ArnOf("lambda", $"event-source-mapping:{uuid}").ToString())];
        }

        if (TextOf(operation, request, "Resource") is { } tagged)
        {
            return [new Access(action, tagged)];
        }

        if (operation.Name is "ListFunctions" or "GetAccountSettings" or "ListEventSourceMappings"
            || TextOf(operation, request, "FunctionName") is not { } name
            || FunctionReference.Parse(call, name, TextOf(operation, request, "Qualifier")) is not { IsError: false, Value: var reference })
        {
            return [new Access(action, "*")];
        }

        if (call.Caller.Kind == PrincipalKind.Service && action == "lambda:InvokeFunction")
        {
            return [new Access(action, reference.QualifiedArn) { NeedsNoPermission = true }];
        }

        var function = await call.ReadAsync(snapshot => LambdaTables.Functions.GetAsync(snapshot, reference.Key));
        var policy = Permissions.Document(reference, function, reference.Qualifier);
        var access = new Access(action, reference.QualifiedArn)
        {
            Owner = reference.Account,
            ResourcePolicy = policy is null ? null : PolicyParser.Parse(policy, PolicyKind.Resource, out _),
        };
        var role = request switch
        {
            CreateFunctionRequest create => create.Role,
            UpdateFunctionConfigurationRequest update => update.Role,
            _ => null,
        };
        return role is null ? [access] : [access, new Access("iam:PassRole", role) { Keys = [new("iam:PassedToService", [Roles.ServicePrincipal])] }];
    }

    private static string? TextOf(OperationContract operation, Shape request, string member) =>
        operation.Input.Find(member) is { Shape.Kind: ShapeKind.String } found ? request.GetString(found.Slot) : null;
}
