namespace Unkai.Cloud.Authorization;

/// <summary>One thing that a call wants: an action on a resource. Some calls want several (CopyObject reads one object and writes another).</summary>
/// <param name="Action">IAM's name (<c>s3:GetObject</c>), which can differ from the operation's.</param>
/// <param name="Resource">The ARN, or <c>*</c> where the action has none.</param>
public sealed record Access(string Action, string Resource)
{
    /// <summary>The account that owns the resource; null: the caller's.</summary>
    public AccountId? Owner { get; init; }

    /// <summary>Whether the resource is of no account, not even of <see cref="Owner"/>'s: no caller is its owner's (S3: an object that an unsigned request wrote).</summary>
    public bool IsNobodys { get; init; }

    /// <summary>The resource's own policy, or null.</summary>
    public PolicyDocument? ResourcePolicy { get; init; }

    /// <summary>What the resource grants to the caller by other means than its policy (S3's access control lists).</summary>
    public PrincipalMatch Granted { get; init; }

    /// <summary>Whether the resource's policy only refuses: what it allows does not count for this caller (S3: another account's object, or a public policy that is restricted).</summary>
    public bool PolicyOnlyDenies { get; init; }

    /// <summary>Whether the owner's account may do this whatever the resource's policy denies (S3: reading and replacing the policy itself).</summary>
    public bool OwnerIsNeverDenied { get; init; }

    /// <summary>Whether the resource alone decides, and the caller's own policies are not asked (S3: the bucket behind an access point).</summary>
    public bool OnlyResourceDecides { get; init; }

    /// <summary>Whether everyone may do this whatever their policies say (GetCallerIdentity); an explicit Deny is not looked at.</summary>
    public bool NeedsNoPermission { get; init; }

    /// <summary>Headers that go with a refusal (S3's <c>x-amz-bucket-region</c>: who may not enter a bucket is told where it is).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> RefusalHeaders { get; init; } = [];

    /// <summary>Context keys of the service's own (<c>s3:prefix</c>).</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Keys { get; init; } = [];
}
