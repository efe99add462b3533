using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Lambda.Jobs;
using Unkai.Lambda.Model;

namespace Unkai.Lambda.Operations;

/// <summary>Changes what is given of a mapping; the poller starts anew.</summary>
internal sealed class UpdateEventSourceMapping : IOperation<UpdateEventSourceMappingRequest, EventSourceMappingConfiguration>
{
    public async ValueTask<Outcome<EventSourceMappingConfiguration>> ExecuteAsync(Call call, UpdateEventSourceMappingRequest request)
    {
        FunctionReference? function = null;
        if (request.FunctionName is { } name)
        {
            var parsed = FunctionReference.Parse(call, name);
            if (parsed.IsError)
            {
                return parsed.Error;
            }

            function = parsed.Value;
        }

        var key = Mappings.KeyOf(call, request.UUID!);
        return await call.TransactAsync<EventSourceMappingConfiguration>(async transaction =>
        {
            if (await LambdaTables.Mappings.GetAsync(transaction, key) is not { } known)
            {
                return LambdaErrors.MappingNotFound;
            }

            if ((Mappings.Refuse(request, known.Stream is not null) ?? StreamMappings.CheckDestination(request.DestinationConfig)) is { } refused)
            {
                return refused;
            }

            if (function is not null && await Functions.FindVersionAsync(transaction, function) is { IsError: true } missing)
            {
                return missing.Error;
            }

            var mapping = known with
            {
                Function = function?.Name ?? known.Function,
                Qualifier = function is null ? known.Qualifier : function.Qualifier,
                IsEnabled = request.Enabled ?? known.IsEnabled,
                BatchSize = request.BatchSize ?? known.BatchSize,
                WindowSeconds = request.MaximumBatchingWindowInSeconds ?? known.WindowSeconds,
                ConcurrencyMax = request.ScalingConfig is null ? known.ConcurrencyMax : request.ScalingConfig.MaximumConcurrency,
                ReportsItemFailures = request.FunctionResponseTypes is { } types ? types.Contains("ReportBatchItemFailures") : known.ReportsItemFailures,
                Filters = request.FilterCriteria is { } criteria ? [.. (criteria.Filters ?? []).Select(filter => filter.Pattern!)] : known.Filters,
                Stream = known.Stream is { } stream ? StreamMappings.Change(stream, request) : null,
                LastModified = call.Clock.GetUtcNow(),
                Generation = known.Generation + 1,
            };
            if (Mappings.Check(mapping) is { } invalid)
            {
                return invalid;
            }

            LambdaTables.Mappings.Put(transaction, key, mapping);
            PollQueue.Enqueue(call, transaction, mapping);
            return Mappings.Describe(call, mapping, "Updating");
        });
    }
}
