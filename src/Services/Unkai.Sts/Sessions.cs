using System.Text;
using Unkai.Api;
using Unkai.Api.Sts;
using Unkai.Cloud;
using Unkai.Cloud.Jobs;
using Unkai.Storage;
using Unkai.Sts.Model;

namespace Unkai.Sts;

/// <summary>Temporary credentials: issued, found, and removed when they have expired.</summary>
internal static class Sessions
{
    internal const string ExpiryJob = "sts.expire";
    private const int TokenLength = 356;
    private const string SecretAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>Expired sessions are still known for this long, so that their users learn that they have expired.</summary>
    private static readonly TimeSpan s_memory = TimeSpan.FromHours(1);

    internal static async ValueTask<Credentials> IssueAsync(Call call, Principal principal, TimeSpan duration)
    {
        var now = call.Clock.GetUtcNow();
        var id = AccessKeyIds.Create(AccessKeyIds.SessionPrefix, call.World.Name, call.Random);
        var record = new SessionRecord
        {
            Secret = call.Random.NextString(40, SecretAlphabet),
            Token = "FwoGZXIvYXdz" + call.Random.NextString(TokenLength, SecretAlphabet) + "==",
            Expiration = WholeSeconds(now + duration),
            Kind = principal.Kind,
            Account = principal.Account.Value,
            Arn = principal.Arn.ToString(),
            UserId = principal.UserId,
            Issuer = principal.SessionIssuer?.ToString(),
            IssuedAt = now,
            Policies = principal.SessionPolicies,
            Tags = principal.Tags is null ? null : new Dictionary<string, string>(principal.Tags),
        };
        await call.World.Store.TransactAsync(
            call.World.Name,
            transaction =>
            {
                StsTables.Sessions.Put(transaction, id, record);
                transaction.Enqueue(new Job(ExpiryJob, record.Expiration + s_memory, Encoding.ASCII.GetBytes(id), Cause: call.RequestId));
                return ValueTask.FromResult(true);
            },
            call.Cancellation);
        return new Credentials { AccessKeyId = id, SecretAccessKey = record.Secret, SessionToken = record.Token, Expiration = record.Expiration };
    }

    internal static async ValueTask<Credential?> FindCredentialAsync(Snapshot snapshot, string accessKeyId) =>
        await StsTables.Sessions.GetAsync(snapshot, accessKeyId) is not { } record ? null : new Credential(accessKeyId, record.Secret, ToPrincipal(accessKeyId, record))
        {
            SessionToken = record.Token,
            Expiration = record.Expiration,
        };

    internal static async ValueTask<JobResult> ExpireAsync(JobRun run)
    {
        var id = Encoding.ASCII.GetString(run.Job.Payload.Span);
        await run.World.Store.TransactAsync(
            run.World.Name,
            async transaction =>
            {
                StsTables.Sessions.Delete(transaction, id);
                return await run.RemoveAsync(transaction);
            },
            run.Cancellation);
        return JobResult.Done;
    }

    private static Principal ToPrincipal(string accessKeyId, SessionRecord record) => new()
    {
        Kind = record.Kind,
        Account = AccountId.Parse(record.Account) ?? AccountId.Default,
        Arn = Arn.Parse(record.Arn)!.Value,
        UserId = record.UserId,
        AccessKeyId = accessKeyId,
        SessionIssuer = Arn.Parse(record.Issuer),
        SessionIssuedAt = record.IssuedAt,
        SessionPolicies = record.Policies,
        Tags = record.Tags,
    };

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}
