using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Faults;
using Unkai.Server.Admin;

namespace Unkai.Testing;

/// <summary>What is broken on purpose in a world.</summary>
public sealed class UnkaiFaults
{
    private const int IdLength = 12;

    private readonly UnkaiWorld _world;

    internal UnkaiFaults(UnkaiWorld world) => _world = world;

    /// <summary>Answers calls with an error.</summary>
    /// <param name="service">The service, such as <c>sqs</c>.</param>
    /// <param name="operation">A pattern for the operation; null for all.</param>
    /// <param name="code">AWS's code, such as <c>ThrottlingException</c>.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="rate">The share of the calls that are hit.</param>
    /// <param name="times">How often in all; null: until the rule is removed.</param>
    /// <returns>The rule, with its id.</returns>
    public Task<FaultRule> AddErrorAsync(string service, string? operation, string code, int status = 400, double rate = 1, int? times = null) => AddAsync(new FaultRule
    {
        Effect = FaultEffect.Error,
        Service = service,
        Operation = operation,
        Error = new AwsError(code, status, "A fault rule of this world answers so."),
        Rate = rate,
        Times = times,
    });

    /// <summary>Adds any rule; its id is drawn.</summary>
    /// <returns>The rule, with its id.</returns>
    /// <exception cref="ArgumentException">The rule makes no sense.</exception>
    /// <exception cref="InvalidOperationException">The world has its most rules.</exception>
    public async Task<FaultRule> AddAsync(FaultRule rule, CancellationToken cancellation = default)
    {
        var world = (await _world.FindAsync(cancellation)).World;
        try
        {
            FaultRequest.Check(rule, _world.Server.Worlds.Services);
        }
        catch (AdminException refused)
        {
            throw new ArgumentException(refused.Message, nameof(rule), refused);
        }

        var added = rule with { Id = world.NextRandom().NextHex(IdLength) };
        return await WorldFaults.AddAsync(world, added, cancellation) ? added : throw new InvalidOperationException($"The world has {FaultRules.RulesMax} fault rules already.");
    }

    /// <summary>The rules, in the order in which they were added.</summary>
    public async Task<IReadOnlyList<FaultRule>> ListAsync(CancellationToken cancellation = default) => (await _world.FindAsync(cancellation)).World.Faults.Rules;

    /// <summary>How often a rule has hit.</summary>
    public async Task<long> HitsOfAsync(FaultRule rule, CancellationToken cancellation = default) => (await _world.FindAsync(cancellation)).World.Faults.HitsOf(rule.Id);

    /// <summary>Removes a rule; nothing when it is not there.</summary>
    public async Task RemoveAsync(FaultRule rule, CancellationToken cancellation = default) => await WorldFaults.RemoveAsync((await _world.FindAsync(cancellation)).World, rule.Id, cancellation);
}
