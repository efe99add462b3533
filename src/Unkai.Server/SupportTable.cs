using Unkai.Cloud;

namespace Unkai.Server;

/// <summary>Which operations are implemented, from the code itself: those that have a class.</summary>
public static class SupportTable
{
    /// <summary>Reads the table, a row a service, in order.</summary>
    public static IReadOnlyList<SupportRow> Read() => ServiceList.Describe();

    internal static SupportRow RowOf(string name, Service service) => new(
        name,
        [.. service.Contract.Operations.Where(operation => service.Operations[operation.Index] is not null).Select(operation => operation.Name)],
        [.. service.Contract.Operations.Where(operation => service.Operations[operation.Index] is null).Select(operation => operation.Name)]);
}
