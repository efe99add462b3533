using System.ComponentModel;
using Unkai.Api.Contracts;

namespace Unkai.Api;

/// <summary>What every method of every typed client does. Generated code calls it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ClientCall
{
    /// <summary>Invokes the operation and sees the response as its type.</summary>
    public static ValueTask<Outcome<TResponse>> InvokeAsync<TResponse>(IOperationInvoker invoker, OperationContract operation, Shape request)
        where TResponse : Shape
    {
        var pending = invoker.InvokeAsync(operation, request);
        if (pending.IsCompletedSuccessfully)
        {
            // Completed, so this neither blocks nor throws.
            return new(pending.GetAwaiter().GetResult().Cast<TResponse>());
        }

        return Wait(pending);

        static async ValueTask<Outcome<TResponse>> Wait(ValueTask<Outcome<Shape>> pending) => (await pending).Cast<TResponse>();
    }
}
