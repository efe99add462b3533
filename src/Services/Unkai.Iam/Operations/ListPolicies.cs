using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Storage;

namespace Unkai.Iam.Operations;

/// <summary>The account's managed policies, and AWS's.</summary>
internal sealed class ListPolicies : IOperation<ListPoliciesRequest, ListPoliciesResponse>
{
    public ValueTask<Outcome<ListPoliciesResponse>> ExecuteAsync(Call call, ListPoliciesRequest request) => call.ReadAsync<Outcome<ListPoliciesResponse>>(async snapshot =>
    {
        var all = new List<Policy>();
        if (request.Scope is null or "All" or "AWS")
        {
            foreach (var arn in AwsManagedPolicies.Arns)
            {
                all.Add(AwsManagedPolicies.ToShape(arn, (await ManagedPolicies.AttachedToAsync(snapshot, call.Account, arn)).Count));
            }
        }

        if (request.Scope is null or "All" or "Local")
        {
            await foreach (var row in IamTables.Policies.EachAsync(snapshot, IamTables.Policies.Under(call.Account).All))
            {
                var arn = ManagedPolicies.ArnOf(call.Account, row.Value).ToString();
                all.Add(ManagedPolicies.ToShape(call.Account, row.Value, (await ManagedPolicies.AttachedToAsync(snapshot, call.Account, arn)).Count));
            }
        }

        var wanted = all
            .Where(policy => (request.PathPrefix is null || policy.Path!.StartsWith(request.PathPrefix, StringComparison.Ordinal)) && (request.OnlyAttached != true || policy.AttachmentCount > 0))
            .OrderBy(policy => policy.Arn, StringComparer.Ordinal);
        var page = Page<Policy>.Cut(wanted, policy => policy.Arn!, request.Marker, request.MaxItems);
        return page.IsError ? page.Error : new ListPoliciesResponse { Policies = page.Value.Items, IsTruncated = page.Value.IsTruncated, Marker = page.Value.Marker };
    });
}
