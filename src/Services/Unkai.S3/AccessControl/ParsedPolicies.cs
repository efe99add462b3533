using System.Runtime.CompilerServices;
using Unkai.Cloud.Authorization;

namespace Unkai.S3.AccessControl;

/// <summary>A policy as it is evaluated.</summary>
/// <param name="Document">Null where it cannot be read.</param>
/// <param name="IsPublic">Whether it lets strangers in.</param>
internal sealed record ParsedPolicies(PolicyDocument? Document, bool IsPublic)
{
    /// <summary>Parsed once for each record: records are immutable, and those that are read often are kept.</summary>
    private static readonly ConditionalWeakTable<object, ParsedPolicies> s_parsed = [];

    /// <summary>The policy of a bucket's or an access point's record.</summary>
    internal static ParsedPolicies Of(object record, string policy) => s_parsed.TryGetValue(record, out var parsed) ? parsed : s_parsed.GetValue(record, _ => Parse(policy));

    private static ParsedPolicies Parse(string policy)
    {
        var document = PolicyParser.Parse(policy, PolicyKind.Resource, out _);
        document = document is null ? null : document with { Statements = [.. document.Statements.Select(WithAccounts)] };
        return new ParsedPolicies(document, document is not null && PublicPolicy.IsPublic(document));
    }

    private static PolicyStatement WithAccounts(PolicyStatement statement) => statement with { Principals = WithAccounts(statement.Principals), NotPrincipals = WithAccounts(statement.NotPrincipals) };

    /// <summary>A canonical id is another name of an account.</summary>
    private static PolicyPrincipals? WithAccounts(PolicyPrincipals? principals) => principals is not { CanonicalUsers.Count: > 0 }
        ? principals
        : principals with { Aws = [.. principals.Aws, .. principals.CanonicalUsers.Select(Owners.AccountOf).OfType<string>()] };
}
