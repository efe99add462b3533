using System.Runtime.CompilerServices;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Cloud.Jobs;
using Unkai.Lambda.Invocations;
using Unkai.Lambda.Jobs;

[assembly: Implements(typeof(LambdaContract))]

namespace Unkai.Lambda;

/// <summary>AWS Lambda.</summary>
public sealed class LambdaService : Service
{
    private readonly ConditionalWeakTable<World, RunningFunctions> _running = [];

    /// <inheritdoc/>
    public override ServiceContract Contract => LambdaContract.Contract;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationHandler?> Operations { get; } = OperationBindings.CreateLambda();

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, JobHandler> Jobs { get; } = new Dictionary<string, JobHandler>
    {
        [InvokeEvent.Kind] = InvokeEvent.RunAsync,
        [DeliverOutcome.Kind] = DeliverOutcome.RunAsync,
        [PollQueue.Kind] = PollQueue.RunAsync,
    };

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<Access>> DescribeAccessAsync(Call call, OperationContract operation, Shape request) =>
        LambdaArns.DescribeAsync(call, operation, request);

    /// <summary>Writes the log lines that are still on their way.</summary>
    public override async ValueTask DisposeAsync()
    {
        foreach (var (_, running) in _running)
        {
            await running.Logs.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    /// <summary>What runs in a world now; nothing that a restart would miss.</summary>
    internal static RunningFunctions RunningOf(World world) =>
        ((LambdaService)world.Pipeline.Services.Find("lambda")!)._running.GetValue(world, static world => new RunningFunctions(world));
}
