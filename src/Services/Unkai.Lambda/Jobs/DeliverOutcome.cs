using System.Text;
using System.Text.Json;
using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Cloud.Jobs;
using Unkai.Lambda.Model;
using Unkai.Storage;

namespace Unkai.Lambda.Jobs;

/// <summary>Sends an outcome to its destination or dead-letter queue as the function's role; again after 1 s, 2 s, 4 s, … 5 min when that fails.</summary>
/// <remarks>
/// Source: Lambda developer guide, "Adding a dead-letter queue": what cannot be delivered is dropped. Here after 20 attempts, more than an hour of the
/// world's time, in which a queue or a role that was missing can come to be.
/// </remarks>
internal static class DeliverOutcome
{
    internal const string Kind = "lambda.deliver-outcome";
    private const int AttemptsMax = 20;
    private static readonly TimeSpan s_backOffMax = TimeSpan.FromMinutes(5);

    /// <summary>Makes the delivery due in the transaction that ends the invocation.</summary>
    internal static void Enqueue(Transaction transaction, Delivery delivery, DateTimeOffset due, string? cause)
    {
        transaction.Reference(Body.FromField(delivery.Body));
        transaction.Enqueue(new Job(Kind, due, JsonSerializer.SerializeToUtf8Bytes(delivery, LambdaJson.Default.Delivery), Cause: cause));
    }

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var delivery = JsonSerializer.Deserialize(run.Job.Payload.Span, LambdaJson.Default.Delivery)!;
        var call = run.CallAs(Principal.Service(Roles.ServicePrincipal, AccountId.Parse(delivery.Account)!.Value), delivery.Region, Roles.ServicePrincipal);
        var body = Body.FromField(delivery.Body);
        var refusal = await SendAsync(Roles.CallAs(call, delivery.Role, delivery.Function), delivery, await EventBodies.ReadAsync(call, body));
        var problem = refusal is null ? null : $"{delivery.Function} to {delivery.Target}: {refusal.Message}";
        if (problem is not null && run.Job.Attempt < AttemptsMax - 1)
        {
            var backOff = TimeSpan.FromSeconds(Math.Min(s_backOffMax.TotalSeconds, Math.Pow(2, Math.Min(run.Job.Attempt, 10))));
            return new JobResult(run.World.Clock.GetUtcNow() + backOff, problem);
        }

        await run.World.Store.TransactAsync(
            run.World.Name,
            async transaction =>
            {
                if (await run.RemoveAsync(transaction))
                {
                    transaction.Dereference(body);
                }

                return true;
            },
            CancellationToken.None);
        return new JobResult(null, problem);
    }

    private static async ValueTask<AwsError?> SendAsync(Call asRole, Delivery delivery, ReadOnlyMemory<byte> body)
    {
        var target = Arn.Parse(delivery.Target)!.Value;
        return target.Service != "sqs"
            ? (await asRole.Lambda.InvokeAsync(new InvocationRequest { FunctionName = delivery.Target, InvocationType = InvocationType.Event, Payload = body })).Error
            : (await asRole.Sqs.SendMessageAsync(new SendMessageRequest
            {
                QueueUrl = EventDestinations.QueueUrlOf(asRole, target),
                MessageBody = Encoding.UTF8.GetString(body.Span),
                MessageAttributes = delivery.RequestId is not { } requestId ? null : new Dictionary<string, MessageAttributeValue>
                {
                    ["RequestID"] = new() { DataType = "String", StringValue = requestId },
                    ["ErrorCode"] = new() { DataType = "Number", StringValue = "200" },
                    ["ErrorMessage"] = new() { DataType = "String", StringValue = delivery.ErrorMessage },
                },
            })).Error;
    }
}
