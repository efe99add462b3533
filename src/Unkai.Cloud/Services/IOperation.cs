using Unkai.Api;

namespace Unkai.Cloud;

/// <summary>One operation of a service: a function of a call and a request, without state, locks or a clock of its own.</summary>
/// <remarks>The class bears the operation's name; the generator binds it to the contract.</remarks>
public interface IOperation<TRequest, TResponse>
    where TRequest : Shape
    where TResponse : Shape
{
    /// <summary>Carries out the operation. The request is valid by the contract and the caller is authorized.</summary>
    ValueTask<Outcome<TResponse>> ExecuteAsync(Call call, TRequest request);
}
