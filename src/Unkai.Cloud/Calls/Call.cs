using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Json;
using Unkai.Cloud.Authorization;
using Unkai.Storage;

namespace Unkai.Cloud;

/// <summary>One API call: who calls, in which world, account and region, and why. Everything an operation needs is reached from here.</summary>
public sealed class Call : IOperationInvoker
{
    /// <summary>How many calls may cause one another inside a call before the cloud says it runs in circles.</summary>
    public const int DepthMax = 32;

    private string? _requestId;
    private IRandomSource? _random;

    /// <summary>The cloud that the call goes to.</summary>
    public required World World { get; init; }

    /// <summary>Who calls.</summary>
    public required Principal Caller { get; init; }

    /// <summary>The region that the call goes to.</summary>
    public required string Region { get; init; }

    /// <summary>The account whose resources are meant where the request does not say: the caller's.</summary>
    public AccountId Account => Caller.Account;

    /// <summary>The call's unique id; drawn when it is first asked for.</summary>
    public string RequestId
    {
        get => _requestId ??= Random.NextGuid().ToString();
        init => _requestId = value;
    }

    /// <summary>Where the call, or the first in its chain, came in from.</summary>
    public required CallOrigin Origin { get; init; }

    /// <summary>What the service found when it admitted the call (<see cref="Service.AdmitAsync"/>), so that its later steps need not look again; null where it kept nothing.</summary>
    public object? Admission { get; set; }

    /// <summary>The request id of the call that caused this one; null for a call from outside.</summary>
    public string? Cause { get; init; }

    /// <summary>The service through which the call comes (<c>aws:CalledVia</c>); null for a call from outside.</summary>
    public string? CalledVia { get; init; }

    /// <summary>How many calls stand above this one.</summary>
    public int Depth { get; init; }

    /// <summary>Ends the call when the client has gone or the cloud stops.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The world's time: every duration that AWS promises counts from it.</summary>
    public WorldClock Clock => World.Clock;

    /// <summary>Ids, tokens and jitter.</summary>
    public IRandomSource Random
    {
        get => _random ??= World.NextRandom();
        init => _random = value;
    }

    /// <summary>The bodies too large for a record.</summary>
    public BlobStore Blobs => World.Store.Blobs;

    /// <summary>An ARN in this call's region and account.</summary>
    public Arn ArnOf(string service, string resource) => Arn.Of(service, Region, Account.Value, resource);

    /// <summary>What the caller may not do of this: for each access its refusal, or null. For operations that are authorized part by part.</summary>
    public ValueTask<IReadOnlyList<AwsError?>> RefusalsAsync(ServiceContract service, IReadOnlyList<Access> accesses) =>
        World.Pipeline.RefusalsAsync(this, service, accesses);

    /// <summary>The same chain of calls as another caller: what it does is authorized as that caller.</summary>
    /// <param name="caller">Whom to be.</param>
    /// <param name="via">The service that acts, as <c>aws:CalledVia</c> names it (<c>lambda.amazonaws.com</c>).</param>
    public Call As(Principal caller, string via) => new()
    {
        World = World,
        Caller = caller,
        Region = Region,
        Origin = Origin,
        Cause = RequestId,
        CalledVia = via,
        Depth = Depth,
        Cancellation = Cancellation,
    };

    /// <summary>The same chain of calls as a session of <paramref name="role"/>, which <paramref name="via"/> assumes for it.</summary>
    public Call As(Arn role, string sessionName, string via) => As(
        new Principal
        {
            Kind = PrincipalKind.AssumedRole,
            Account = AccountId.Parse(role.Account) ?? Account,
            Arn = Arn.Of("sts", "", role.Account, $"assumed-role/{role.Resource[(role.Resource.LastIndexOf('/') + 1)..]}/{sessionName}"),
            UserId = $"{role.Resource[(role.Resource.LastIndexOf('/') + 1)..]}:{sessionName}",
            SessionIssuer = role,
            SessionIssuedAt = Clock.GetUtcNow(),
        },
        via);

    /// <summary>The same chain of calls in another region.</summary>
    public Call In(string region) => new()
    {
        World = World,
        Caller = Caller,
        Region = region,
        Origin = Origin,
        Cause = RequestId,
        CalledVia = CalledVia,
        Depth = Depth,
        Cancellation = Cancellation,
    };

    /// <summary>Runs a transaction on the world's state. An error drops what the body wrote.</summary>
    public ValueTask<Outcome<T>> TransactAsync<T>(Func<Transaction, ValueTask<Outcome<T>>> body) =>
        World.Numbers is not null
            ? World.Store.TransactAsync(World.Name, Repeatable(body), static (transaction, body) => RunAsync(transaction, body), Cancellation)
            : World.Store.TransactAsync(World.Name, body, static (transaction, body) => RunAsync(transaction, body), Cancellation);

    /// <summary>Runs a transaction on the world's state, without a closure. An error drops what the body wrote.</summary>
    public ValueTask<Outcome<T>> TransactAsync<TState, T>(TState state, Func<Transaction, TState, ValueTask<Outcome<T>>> body) =>
        World.Numbers is not null
            ? TransactAsync(transaction => body(transaction, state))
            : World.Store.TransactAsync(World.Name, (state, body), static (transaction, given) => RunAsync(transaction, given.state, given.body), Cancellation);

    /// <summary>Reads one snapshot of the world's state; never conflicts.</summary>
    public ValueTask<T> ReadAsync<T>(Func<Snapshot, ValueTask<T>> body) => World.Store.ReadAsync(World.Name, body, Cancellation);

    /// <summary>Carries out another service's operation as this call's caller, as a call of its own.</summary>
    public ValueTask<Outcome<Shape>> InvokeAsync(OperationContract operation, Shape request) =>
        Depth >= DepthMax
            ? ValueTask.FromResult<Outcome<Shape>>(new AwsError("LoopDetected", 508, $"The call is {DepthMax} calls deep; the cloud runs in circles."))
            : World.Pipeline.ExecuteAsync(Child(), operation, request);

    /// <summary>The same by names and with JSON, for callers that know an operation only when they run: Step Functions, Scheduler, Pipes.</summary>
    /// <param name="service">The contract's name: <c>sqs</c>.</param>
    /// <param name="operation">AWS's name, with a capital or without: <c>SendMessage</c>, <c>sendMessage</c>.</param>
    /// <param name="json">The request as an object in UTF-8, with the model's names (<see cref="JsonForm.Plain"/>).</param>
    /// <returns>The response in the same form. A service or operation that is unknown and JSON that does not fit are errors, as AWS's own are.</returns>
    public ValueTask<Outcome<ReadOnlyMemory<byte>>> InvokeAsync(string service, string operation, ReadOnlyMemory<byte> json) =>
        NamedCall.InvokeAsync(this, service, operation, json);

    private Call Child() => new()
    {
        World = World,
        Caller = Caller,
        Region = Region,
        Origin = Origin,
        Cause = Cause is not null && Depth == 0 ? Cause : RequestId,
        CalledVia = CalledVia,
        Depth = Depth + 1,
        Cancellation = Cancellation,
    };

    /// <summary>A body that draws the same again when it runs again.</summary>
    private Func<Transaction, ValueTask<Outcome<T>>> Repeatable<T>(Func<Transaction, ValueTask<Outcome<T>>> body)
    {
        var random = (CallRandomSource)Random;
        var mark = random.Mark();
        return transaction =>
        {
            random.Rewind(mark);
            return body(transaction);
        };
    }

    private static async ValueTask<Outcome<T>> RunAsync<T>(Transaction transaction, Func<Transaction, ValueTask<Outcome<T>>> body)
    {
        var outcome = await body(transaction);
        if (outcome.IsError)
        {
            transaction.DropWrites();
        }

        return outcome;
    }

    private static async ValueTask<Outcome<T>> RunAsync<TState, T>(Transaction transaction, TState state, Func<Transaction, TState, ValueTask<Outcome<T>>> body)
    {
        var outcome = await body(transaction, state);
        if (outcome.IsError)
        {
            transaction.DropWrites();
        }

        return outcome;
    }
}
