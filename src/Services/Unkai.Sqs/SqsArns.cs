using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Sqs.Model;

namespace Unkai.Sqs;

/// <summary>SQS's resources and actions in IAM's words: a batch needs the permission of its single form.</summary>
/// <remarks>Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon SQS".</remarks>
internal static class SqsArns
{
    internal static async ValueTask<IReadOnlyList<Access>> DescribeAsync(Call call, OperationContract operation, Shape request)
    {
        var action = operation.Name.EndsWith("Batch", StringComparison.Ordinal) ? operation.Name[..^"Batch".Length] : operation.Name;
        switch (request)
        {
            case ListQueuesRequest:
                return [new Access("sqs:ListQueues", Of(call.Account.Value, call.Region, "*"))];
            case CreateQueueRequest create:
                return [new Access("sqs:CreateQueue", Of(call.Account.Value, call.Region, create.QueueName ?? "*"))];
            case GetQueueUrlRequest url:
                return [await AccessAsync(call, action, new QueueAddress(url.QueueOwnerAWSAccountId is { Length: 12 } owner ? owner : call.Account.Value, call.Region, url.QueueName ?? "*"))];
            case StartMessageMoveTaskRequest start:
                List<Access> moves =
                [
                    await AccessAsync(call, action, QueueAddress.ParseArn(start.SourceArn)),
                    await AccessAsync(call, "ReceiveMessage", QueueAddress.ParseArn(start.SourceArn)),
                    await AccessAsync(call, "DeleteMessage", QueueAddress.ParseArn(start.SourceArn)),
                ];
                if (start.DestinationArn is not null)
                {
                    moves.Add(await AccessAsync(call, "SendMessage", QueueAddress.ParseArn(start.DestinationArn)));
                }

                return moves;
            case ListMessageMoveTasksRequest list:
                return [await AccessAsync(call, action, QueueAddress.ParseArn(list.SourceArn))];
            case CancelMessageMoveTaskRequest cancel:
                return [await AccessAsync(call, action, QueueAddress.ParseArn(MoveTaskHandle.Parse(cancel.TaskHandle)?.Source))];
            default:
                var text = operation.Input.Find("QueueUrl") is { } member ? request.GetString(member.Slot) : null;
                return [await AccessAsync(call, action, string.IsNullOrEmpty(text) ? null : QueueAddress.Parse(call, text))];
        }
    }

    private static async ValueTask<Access> AccessAsync(Call call, string action, QueueAddress? found)
    {
        if (found is not { } address)
        {
            return new Access($"sqs:{action}", "*");
        }

        var queue = await call.ReadAsync(snapshot => SqsTables.Queues.GetAsync(snapshot, (address.Account, address.Region, address.Name)));
        return new Access($"sqs:{action}", Of(address.Account, address.Region, address.Name))
        {
            Owner = AccountId.Parse(address.Account),
            ResourcePolicy = queue?.Policy is { } policy ? PolicyParser.Parse(policy, PolicyKind.Resource, out _) : null,
        };
    }

    private static string Of(string account, string region, string name) => $"arn:aws:sqs:{region}:{account}:{name}";
}
