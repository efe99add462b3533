using System.Text.Json;
using System.Text.Json.Serialization;
using Unkai.Storage;

namespace Unkai.Cloud;

/// <summary>What a world is, kept in its own state: <c>~world 0 (name)</c> → a text of JSON.</summary>
/// <remarks>Rows: <c>clock</c>, the settings of its clock; <c>origin</c>, its seed and whence it came; <c>calls</c>, up to which number calls are numbered.</remarks>
public static partial class WorldSettings
{
    private static readonly Table<string, Clock> s_clock = new("~world", 0, KeyCodec.Text, new JsonValueCodec<Clock>(Json.Default.Clock));
    private static readonly Table<string, WorldOrigin> s_origin = new("~world", 1, KeyCodec.Text, new JsonValueCodec<WorldOrigin>(Json.Default.WorldOrigin));
    private static readonly Table<string, Numbers> s_numbers = new("~world", 2, KeyCodec.Text, new JsonValueCodec<Numbers>(Json.Default.Numbers));

    /// <summary>The settings of a world's clock; empty when it goes as the machine's.</summary>
    public static async ValueTask<IReadOnlyList<ClockSetting>> ReadClockAsync(Store store, WorldName world, CancellationToken cancellation) =>
        await store.ReadAsync(world, static async snapshot => await s_clock.GetAsync(snapshot, "clock"), cancellation) is { } clock ? clock.Settings : [];

    /// <summary>What other processes follow: the clock and the fault rules.</summary>
    internal static KeyRange Shared => new(s_clock.All.Start, WorldFaults.Rules.End);

    /// <summary>Writes a world's clock into its state.</summary>
    public static async ValueTask SaveClockAsync(World world, CancellationToken cancellation)
    {
        var settings = world.Clock.Settings;
        await world.State.TransactAsync(
            world.Name,
            transaction =>
            {
                s_clock.Put(transaction, "clock", new Clock(settings, transaction.Holder));
                return ValueTask.FromResult(true);
            },
            cancellation);
    }

    /// <summary>Where several processes work on the store: has the others hold the world until its clock is saved, once none of them holds it.</summary>
    internal static async ValueTask HoldForOthersAsync(World world, CancellationToken cancellation)
    {
        while (world.State.IsShared)
        {
            var settings = world.Clock.Settings;
            var busy = await world.State.TransactAsync<Watch?>(
                world.Name,
                async transaction =>
                {
                    if (await ReadClockAsync(transaction) is { IsHeld: true, By: { } holder } && await transaction.IsHeldElsewhereAsync(holder))
                    {
                        return transaction.Watch(Shared);
                    }

                    s_clock.Put(transaction, "clock", new Clock(settings, transaction.Holder, IsHeld: true));
                    return null;
                },
                cancellation);
            if (busy is null)
            {
                return;
            }

            using (busy)
            {
                await busy.WaitAsync(cancellation);
            }
        }
    }

    internal static ValueTask<Clock?> ReadClockAsync(Snapshot snapshot) => s_clock.GetAsync(snapshot, "clock");

    /// <summary>A world's seed and whence it came.</summary>
    public static async ValueTask<WorldOrigin> ReadOriginAsync(Store store, WorldName world, CancellationToken cancellation) =>
        await store.ReadAsync(world, static async snapshot => await s_origin.GetAsync(snapshot, "origin"), cancellation) ?? new WorldOrigin(null, null);

    /// <summary>Writes a world's seed and whence it came.</summary>
    public static async ValueTask SaveOriginAsync(Store store, WorldName world, WorldOrigin origin, CancellationToken cancellation) =>
        await store.TransactAsync(
            world,
            transaction =>
            {
                s_origin.Put(transaction, "origin", origin);
                return ValueTask.FromResult(true);
            },
            cancellation);

    /// <summary>Sets numbers for calls aside, so that no number comes twice in a world's life.</summary>
    /// <returns>The first of <paramref name="count"/> numbers.</returns>
    public static ValueTask<ulong> ReserveNumbersAsync(Store store, WorldName world, uint count, CancellationToken cancellation) =>
        store.TransactAsync(
            world,
            async transaction =>
            {
                var next = (await s_numbers.GetAsync(transaction, "calls"))?.Next ?? 1;
                s_numbers.Put(transaction, "calls", new Numbers(next + count));
                return next;
            },
            cancellation);

    /// <param name="Settings">What the clock was set to.</param>
    /// <param name="By">Which process set it last, where several work on the store.</param>
    /// <param name="IsHeld">Whether that process is settling or advancing the world.</param>
    internal sealed record Clock(IReadOnlyList<ClockSetting> Settings, string? By = null, bool IsHeld = false);

    internal sealed record Numbers(ulong Next);

    [JsonSerializable(typeof(Clock))]
    [JsonSerializable(typeof(WorldOrigin))]
    [JsonSerializable(typeof(Numbers))]
    private sealed partial class Json : JsonSerializerContext;
}
