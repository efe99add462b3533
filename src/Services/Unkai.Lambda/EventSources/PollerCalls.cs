using Unkai.Cloud;

namespace Unkai.Lambda.EventSources;

/// <summary>The calls that a poller makes: as the function's role.</summary>
internal static class PollerCalls
{
    /// <summary>The poller's call, ended by a token of its own, as a session of the function's role as it is now.</summary>
    internal static async ValueTask<Call> AsRoleAsync(Call call, FunctionReference reference, CancellationToken cancellation)
    {
        var version = await call.ReadAsync(snapshot => Functions.FindVersionAsync(snapshot, reference));
        var stoppable = new Call
        {
            World = call.World,
            Caller = call.Caller,
            Region = call.Region,
            Origin = call.Origin,
            Cause = call.Cause,
            CalledVia = call.CalledVia,
            Cancellation = cancellation,
        };
        return version.IsError ? stoppable : Roles.CallAs(stoppable, version.Value.Role, reference.Name);
    }
}
