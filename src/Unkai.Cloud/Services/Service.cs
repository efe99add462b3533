using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Cloud.Authorization;
using Unkai.Cloud.Jobs;

namespace Unkai.Cloud;

/// <summary>One AWS service: what it is and how it is wired. Made when it is first called.</summary>
public abstract class Service : IAsyncDisposable
{
    /// <summary>What the service's API is.</summary>
    public abstract ServiceContract Contract { get; }

    /// <summary>The operations that are implemented, by <see cref="OperationContract.Index"/>; null for the others.</summary>
    public abstract IReadOnlyList<OperationHandler?> Operations { get; }

    /// <summary>The kinds of job that the service runs later, by name.</summary>
    public virtual IReadOnlyDictionary<string, JobHandler> Jobs { get; } = new Dictionary<string, JobHandler>();

    /// <summary>Whether its resources decide about unsigned requests and other accounts' callers even where policies do not count.</summary>
    public virtual bool GuardsResources => false;

    /// <summary>
    /// What a service answers before it is asked who may do what: that the request came to the wrong place (S3's regions). Asked of services that guard their
    /// resources. It may put in place of a name what the name stands for (S3's access points), and keep what it found (<see cref="Call.Admission"/>).
    /// </summary>
    /// <returns>Null when the request may go on.</returns>
    public virtual ValueTask<AwsError?> AdmitAsync(Call call, OperationContract operation, Shape request) => ValueTask.FromResult<AwsError?>(null);

    /// <summary>What an operation touches, in IAM's words. Asked where authorization is on or the service guards its resources, before the request is validated.</summary>
    public virtual ValueTask<IReadOnlyList<Access>> DescribeAccessAsync(Call call, OperationContract operation, Shape request) =>
        ValueTask.FromResult<IReadOnlyList<Access>>([new Access($"{Contract.SigningName}:{operation.Name}", "*")]);

    /// <summary>Ends what the service runs (processes, connections); its state is in the store.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
