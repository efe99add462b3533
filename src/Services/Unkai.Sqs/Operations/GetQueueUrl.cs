using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Sqs.Model;

namespace Unkai.Sqs.Operations;

/// <summary>The URL of a queue that the caller, or another account, owns.</summary>
internal sealed class GetQueueUrl : IOperation<GetQueueUrlRequest, GetQueueUrlResult>
{
    public async ValueTask<Outcome<GetQueueUrlResult>> ExecuteAsync(Call call, GetQueueUrlRequest request)
    {
        if (string.IsNullOrEmpty(request.QueueName))
        {
            return SqsErrors.MissingParameter("QueueName");
        }

        var owner = string.IsNullOrEmpty(request.QueueOwnerAWSAccountId) ? call.Account : AccountId.Parse(request.QueueOwnerAWSAccountId);
        if (owner is null)
        {
            return SqsErrors.InvalidParameter(request.QueueOwnerAWSAccountId, "QueueOwnerAWSAccountId", "Must be a valid 12-digit account id.");
        }

        var found = await call.ReadAsync(snapshot => Queues.FindAsync(snapshot, new QueueAddress(owner.Value.Value, call.Region, request.QueueName)));
        return found.IsError ? found.Error : new GetQueueUrlResult { QueueUrl = Queues.UrlOf(call, found.Value) };
    }
}
