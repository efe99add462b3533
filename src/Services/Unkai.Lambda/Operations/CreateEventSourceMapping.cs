using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Lambda.Jobs;
using Unkai.Lambda.Model;
using Unkai.Storage;

namespace Unkai.Lambda.Operations;

/// <summary>Lets a function work on a queue's messages, or on the changes of a table's stream.</summary>
internal sealed class CreateEventSourceMapping : IOperation<CreateEventSourceMappingRequest, EventSourceMappingConfiguration>
{
    public async ValueTask<Outcome<EventSourceMappingConfiguration>> ExecuteAsync(Call call, CreateEventSourceMappingRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        if (Arn.Parse(request.EventSourceArn) is not { } source)
        {
            return request.SelfManagedEventSource is null
                ? LambdaErrors.InvalidParameter("Event source ARN is required.")
                : LambdaErrors.NotImplemented("event source mappings with SelfManagedEventSource");
        }

        var isStream = Mappings.IsStream(source);
        if (source.Service != "sqs" && !isStream)
        {
            return LambdaErrors.NotImplemented($"event source mappings from {source.Service}");
        }

        var reference = parsed.Value;
        var mapping = new MappingRecord
        {
            Uuid = call.Random.NextGuid().ToString(),
            SourceArn = request.EventSourceArn!,
            Function = reference.Name,
            Qualifier = reference.Qualifier,
            IsEnabled = request.Enabled ?? true,
            BatchSize = request.BatchSize ?? (isStream ? 100 : 10),
            WindowSeconds = request.MaximumBatchingWindowInSeconds ?? 0,
            ConcurrencyMax = request.ScalingConfig?.MaximumConcurrency,
            ReportsItemFailures = request.FunctionResponseTypes?.Contains("ReportBatchItemFailures") == true,
            Filters = [.. (request.FilterCriteria?.Filters ?? []).Select(filter => filter.Pattern!)],
            LastModified = call.Clock.GetUtcNow(),
            Tags = request.Tags ?? [],
        };
        if ((Mappings.Refuse(request, isStream) ?? Mappings.Check(mapping)) is { } refused)
        {
            return refused;
        }

        if (isStream)
        {
            var settings = await StreamMappings.StartAsync(call, reference, request);
            if (settings.IsError)
            {
                return settings.Error;
            }

            mapping = mapping with { Stream = settings.Value };
        }
        else if (await Mappings.CheckQueueAsync(call, reference, mapping.SourceArn) is { } unreadable)
        {
            return unreadable;
        }

        return await call.TransactAsync<EventSourceMappingConfiguration>(async transaction =>
        {
            await foreach (var (_, other) in LambdaTables.Mappings.EachAsync(transaction, LambdaTables.Mappings.Under(call.Account, call.Region).All))
            {
                if (other.SourceArn == mapping.SourceArn && other.Function == mapping.Function)
                {
                    return LambdaErrors.Conflict(
                        $"An event source mapping with {(isStream ? "event source" : "SQS")} arn (\" {mapping.SourceArn} \") and function (\" {mapping.Function} \") already exists. Please update or delete the existing mapping with UUID {other.Uuid}");
                }
            }

            LambdaTables.Mappings.Put(transaction, Mappings.KeyOf(call, mapping.Uuid), mapping);
            PollQueue.Enqueue(call, transaction, mapping);
            return Mappings.Describe(call, mapping, "Creating");
        });
    }
}
