using System.Runtime.CompilerServices;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Logs;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Cloud.Jobs;
using Unkai.Logs.Jobs;
using Unkai.Logs.LiveTail;

[assembly: Implements(typeof(LogsContract))]

namespace Unkai.Logs;

/// <summary>Amazon CloudWatch Logs.</summary>
public sealed class LogsService : Service
{
    private readonly ConditionalWeakTable<World, LiveTails> _tails = [];

    /// <inheritdoc/>
    public override ServiceContract Contract => LogsContract.Contract;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationHandler?> Operations { get; } = OperationBindings.CreateLogs();

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, JobHandler> Jobs { get; } = new Dictionary<string, JobHandler> { [ExpireEvents.Kind] = ExpireEvents.RunAsync };

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<Access>> DescribeAccessAsync(Call call, OperationContract operation, Shape request) =>
        ValueTask.FromResult<IReadOnlyList<Access>>(LogsArns.Describe(call, operation, request));

    /// <summary>Who watches a world now.</summary>
    internal static LiveTails TailsOf(World world) => ((LogsService)world.Pipeline.Services.Find("logs")!)._tails.GetOrCreateValue(world);
}
