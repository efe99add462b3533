using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Cloud.Authorization;

namespace Unkai.Cloud.Faults;

/// <summary>What the rules do to calls and to function invocations.</summary>
public static class CallFaults
{
    /// <summary>Lets the rules hit a call: waits out their delays and returns the first error or break of the connection.</summary>
    internal static async ValueTask<Injection> InjectAsync(Call call, Service service, OperationContract operation, Shape request)
    {
        var faults = call.World.Faults;
        IReadOnlyList<Access>? touched = null;
        var now = call.Clock.GetUtcNow();
        foreach (var rule in faults.ForCalls)
        {
            if (!rule.MatchesCall(call, operation.Service.Name, operation.Name))
            {
                continue;
            }

            if (rule.Resource is not null)
            {
                touched ??= await service.DescribeAccessAsync(call, operation, request);
                if (!touched.Any(access => rule.MatchesResource(access.Resource)))
                {
                    continue;
                }
            }

            if (!faults.Hits(rule, now, () => call.Random))
            {
                continue;
            }

            await WorldFaults.SaveHitAsync(call.World, rule.Id);
            var delay = rule.Delay.Draw(call.Random);
            if (delay > TimeSpan.Zero)
            {
                await call.World.Machine.DelayAsync(delay, call.Cancellation);
            }

            if (rule.Effect != FaultEffect.Delay)
            {
                return new Injection(rule.Error, rule.Drop);
            }
        }

        return default;
    }

    /// <summary>Whether the sandbox of an invocation is to die, and how long after the event was handed over, in the machine's time.</summary>
    /// <param name="call">The call that invokes.</param>
    /// <param name="functionArn">The function, without a qualifier.</param>
    /// <returns>Null when it lives.</returns>
    public static async ValueTask<TimeSpan?> DrawCrashAsync(Call call, string functionArn)
    {
        var faults = call.World.Faults;
        var now = call.Clock.GetUtcNow();
        foreach (var rule in faults.ForFunctions)
        {
            if (rule.MatchesCall(call, "lambda", "Invoke") && rule.MatchesResource(functionArn) && faults.Hits(rule, now, () => call.Random))
            {
                await WorldFaults.SaveHitAsync(call.World, rule.Id);
                return rule.Delay.Draw(call.Random);
            }
        }

        return null;
    }
}
