using Unkai.Api.Contracts;

namespace Unkai.Api;

/// <summary>Whatever can carry out an operation: the pipeline, for a caller. Typed clients know only this.</summary>
public interface IOperationInvoker
{
    /// <summary>Carries out <paramref name="operation"/>; the response's type is the operation's output.</summary>
    ValueTask<Outcome<Shape>> InvokeAsync(OperationContract operation, Shape request);
}
