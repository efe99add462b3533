using System.Globalization;

namespace Unkai.Storage.Postgres;

/// <summary>The names of lease holders: <c>(world's id).(node)</c>. A fork's copies of leases name the other world, and so are void.</summary>
internal static class PostgresHolders
{
    internal static string Name(int world, long node) => string.Create(CultureInfo.InvariantCulture, $"{world}.{node}");

    internal static ValueTask<bool> IsHeldElsewhereAsync(PostgresStore store, PostgresWorld world, string holder)
    {
        var dot = holder.IndexOf('.', StringComparison.Ordinal);
        return dot > 0
            && int.TryParse(holder.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && long.TryParse(holder.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var node)
            && id == world.Id
            && node != store.Lease.Node
            ? store.Lease.IsAliveAsync(node)
            : new(false);
    }
}
