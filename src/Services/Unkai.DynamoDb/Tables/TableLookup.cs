using Unkai.Api;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.Storage;

namespace Unkai.DynamoDb.Tables;

/// <summary>Finding tables.</summary>
internal static class TableLookup
{
    internal static ValueTask<TableRecord?> GetAsync(Snapshot snapshot, TableAddress address) =>
        DynamoDbTables.Tables.GetAsync(snapshot, (address.Account, address.Region, address.Name));

    /// <summary>The table whose settings a request is about.</summary>
    internal static async ValueTask<Outcome<TableRecord>> FindAsync(Snapshot snapshot, TableAddress address) =>
        await GetAsync(snapshot, address) is { } table ? table : DynamoDbErrors.TableNotFound(address.Name);

    /// <summary>The table whose items a request is about: one that is being created has none.</summary>
    internal static async ValueTask<Outcome<TableRecord>> FindReadyAsync(Snapshot snapshot, Call call, TableAddress address) =>
        await GetAsync(snapshot, address) is { } table && table.IsReadyAt(call.Clock.GetUtcNow()) ? table : DynamoDbErrors.NoSuchResource;

    /// <summary>The table that a resource's ARN names.</summary>
    internal static async ValueTask<Outcome<TableRecord>> FindByArnAsync(Snapshot snapshot, string arn) =>
        TableAddress.ParseArn(arn) is not { } address ? DynamoDbErrors.Validation($"Invalid ResourceArn: {arn}")
        : await GetAsync(snapshot, address) is { } table ? table
        : DynamoDbErrors.ResourceNotFound(arn);

    /// <summary>The very table that a job was made for; null when it is gone, though another may bear its name.</summary>
    internal static async ValueTask<TableRecord?> FindAsync(Snapshot snapshot, TableReference reference) =>
        await DynamoDbTables.Tables.GetAsync(snapshot, (reference.Account, reference.Region, reference.Name)) is { } table && table.Id == reference.Id ? table : null;

    /// <summary>Reads a table's record, by its name or ARN.</summary>
    internal static async ValueTask<Outcome<T>> ReadAsync<T>(Call call, string name, Func<Snapshot, TableRecord, ValueTask<Outcome<T>>> body)
    {
        if (TableNameRules.Check(name) is { } problem)
        {
            return problem;
        }

        return await call.ReadAsync<Outcome<T>>(async snapshot =>
        {
            var table = await FindAsync(snapshot, TableAddress.Of(call, name));
            return table.IsError ? table.Error : await body(snapshot, table.Value);
        });
    }

    /// <summary>Changes a table's record, by its name or ARN.</summary>
    internal static async ValueTask<Outcome<T>> ChangeAsync<T>(Call call, string name, Func<Transaction, TableRecord, ValueTask<Outcome<T>>> body)
    {
        if (TableNameRules.Check(name) is { } problem)
        {
            return problem;
        }

        return await call.TransactAsync<T>(async transaction =>
        {
            var table = await FindAsync(transaction, TableAddress.Of(call, name));
            return table.IsError ? table.Error : await body(transaction, table.Value);
        });
    }
}
