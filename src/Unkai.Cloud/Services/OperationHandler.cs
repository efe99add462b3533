using Unkai.Api;
using Unkai.Api.Contracts;

namespace Unkai.Cloud;

/// <summary>An operation bound to its contract.</summary>
public abstract class OperationHandler(OperationContract contract)
{
    /// <summary>What the operation is.</summary>
    public OperationContract Contract { get; } = contract;

    /// <summary>Carries it out.</summary>
    public abstract ValueTask<Outcome<Shape>> ExecuteAsync(Call call, Shape request);
}
