using Unkai.Iam.Model;
using Unkai.Storage;

namespace Unkai.Iam;

/// <summary>IAM's tables. Names differ by more than case, so keys hold them in lower case.</summary>
/// <remarks>
/// <code>
/// iam 1  (account, kind, name)   IdentityRecord: users, roles, groups
/// iam 2  (account, name)         PolicyRecord: customers' managed policies
/// iam 3  (access key id)         AccessKeyRecord
/// iam 4  (account, user, key id) AccessKeyRecord, for listing
/// </code>
/// </remarks>
internal static class IamTables
{
    internal static Table<(AccountId Account, int Kind, string Name), IdentityRecord> Identities { get; } =
        new("iam", 1, KeyCodec.Of(KeyCodec.Account, KeyCodec.Number32, KeyCodec.Text), new KeptValueCodec<IdentityRecord>(new JsonValueCodec<IdentityRecord>(IamJson.Default.IdentityRecord)));

    internal static Table<(AccountId Account, string Name), PolicyRecord> Policies { get; } =
        new("iam", 2, KeyCodec.Of(KeyCodec.Account, KeyCodec.Text), new JsonValueCodec<PolicyRecord>(IamJson.Default.PolicyRecord));

    internal static Table<string, AccessKeyRecord> AccessKeys { get; } = new("iam", 3, KeyCodec.Text, new KeptValueCodec<AccessKeyRecord>(new JsonValueCodec<AccessKeyRecord>(IamJson.Default.AccessKeyRecord)));

    internal static Table<(AccountId Account, string User, string KeyId), AccessKeyRecord> AccessKeysByUser { get; } =
        new("iam", 4, KeyCodec.Of(KeyCodec.Account, KeyCodec.Text, KeyCodec.Text), new JsonValueCodec<AccessKeyRecord>(IamJson.Default.AccessKeyRecord));
}
