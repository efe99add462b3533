using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;
using Unkai.Logs.Patterns;

namespace Unkai.Logs.Operations;

/// <summary>Which of the given messages a pattern matches, and the values that it names in them.</summary>
internal sealed class TestMetricFilter : IOperation<TestMetricFilterRequest, TestMetricFilterResponse>
{
    public ValueTask<Outcome<TestMetricFilterResponse>> ExecuteAsync(Call call, TestMetricFilterRequest request)
    {
        var pattern = FilterPattern.Parse(request.FilterPattern);
        if (pattern.IsError)
        {
            return ValueTask.FromResult<Outcome<TestMetricFilterResponse>>(pattern.Error);
        }

        var matches = new List<MetricFilterMatchRecord>();
        foreach (var (place, message) in request.LogEventMessages!.Index())
        {
            if (pattern.Value.Matches(message))
            {
                matches.Add(new MetricFilterMatchRecord { EventNumber = place + 1, EventMessage = message, ExtractedValues = pattern.Value.Extract(message) });
            }
        }

        return ValueTask.FromResult<Outcome<TestMetricFilterResponse>>(new TestMetricFilterResponse { Matches = matches });
    }
}
