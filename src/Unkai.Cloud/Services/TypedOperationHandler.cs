using Unkai.Api;
using Unkai.Api.Contracts;

namespace Unkai.Cloud;

/// <summary>An operation class bound to its contract.</summary>
public sealed class OperationHandler<TRequest, TResponse>(OperationContract contract, IOperation<TRequest, TResponse> operation) : OperationHandler(contract)
    where TRequest : Shape
    where TResponse : Shape
{
    /// <inheritdoc/>
    public override ValueTask<Outcome<Shape>> ExecuteAsync(Call call, Shape request)
    {
        var running = operation.ExecuteAsync(call, (TRequest)request);
        return running.IsCompletedSuccessfully
            ? ValueTask.FromResult(running.GetAwaiter().GetResult().Cast<Shape>())
            : AwaitAsync(running);

        static async ValueTask<Outcome<Shape>> AwaitAsync(ValueTask<Outcome<TResponse>> running) => (await running).Cast<Shape>();
    }
}
