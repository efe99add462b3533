using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Makes a managed policy.</summary>
internal sealed class CreatePolicy : IOperation<CreatePolicyRequest, CreatePolicyResponse>
{
    private const int DocumentLengthMax = 6144;

    public ValueTask<Outcome<CreatePolicyResponse>> ExecuteAsync(Call call, CreatePolicyRequest request)
    {
        if (PolicyParser.Parse(request.PolicyDocument!, PolicyKind.Identity, out var problem) is null)
        {
            return ValueTask.FromResult<Outcome<CreatePolicyResponse>>(IamErrors.Malformed(problem!));
        }

        if (request.PolicyDocument!.Count(c => !char.IsWhiteSpace(c)) > DocumentLengthMax)
        {
            return ValueTask.FromResult<Outcome<CreatePolicyResponse>>(IamErrors.LimitExceeded($"Cannot exceed quota for PolicySize: {DocumentLengthMax}"));
        }

        var tags = TagRules.Add(new Dictionary<string, string>(), request.Tags);
        if (tags.IsError)
        {
            return ValueTask.FromResult<Outcome<CreatePolicyResponse>>(tags.Error);
        }

        var now = call.Clock.GetUtcNow();
        var policy = new PolicyRecord
        {
            Name = request.PolicyName!,
            Path = request.Path ?? "/",
            Id = UniqueIds.Create("ANPA", call.Random),
            CreatedAt = now,
            UpdatedAt = now,
            Description = request.Description,
            Tags = tags.Value,
            Versions = [new PolicyVersionRecord("v1", request.PolicyDocument!, now)],
            DefaultVersion = "v1",
        };
        return call.TransactAsync<CreatePolicyResponse>(async transaction =>
        {
            if (await IamTables.Policies.GetAsync(transaction, (call.Account, Identities.Key(policy.Name))) is not null)
            {
                return IamErrors.Exists($"A policy called {policy.Name} already exists. Duplicate names are not allowed.");
            }

            IamTables.Policies.Put(transaction, (call.Account, Identities.Key(policy.Name)), policy);
            return new CreatePolicyResponse { Policy = ManagedPolicies.ToShape(call.Account, policy, 0) };
        });
    }
}
