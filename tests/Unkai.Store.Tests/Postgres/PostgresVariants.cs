namespace Unkai.Storage.Tests.Postgres;

public sealed class TransactionsInPostgresTests : TransactionSuite
{
    private string? _database;

    protected override async Task<Store> OpenAsync() => await Databases.OpenAsync(_database ??= await Databases.NewAsync());
}

public sealed class TransactionsInPostgresAfterRestartTests : TransactionSuite
{
    private string? _database;

    protected override async Task<Store> OpenAsync() => await Databases.OpenAsync(_database ??= await Databases.NewAsync());

    protected override Task PauseAsync() => ReopenAsync();
}

public sealed class ClaimsInPostgresTests : ClaimSuite
{
    private string? _database;

    protected override async Task<Store> OpenAsync() => await Databases.OpenAsync(_database ??= await Databases.NewAsync());
}

public sealed class ModelInPostgresTests : ModelSuite
{
    private string? _database;

    protected override async Task<Store> OpenAsync() => await Databases.OpenAsync(_database ??= await Databases.NewAsync());

    protected override Task PauseAsync() => ReopenAsync();
}

public sealed class SerializabilityInPostgresTests : SerializabilitySuite
{
    /// <summary>None: a scheduler on one thread cannot wait for a server.</summary>
    protected override int Schedules => 0;

    private string? _database;

    protected override async Task<Store> OpenAsync() => await Databases.OpenAsync(_database ??= await Databases.NewAsync());
}

public sealed class BlobsInPostgresTests : BlobSuite
{
    private string? _database;

    protected override async Task<Store> OpenAsync() => await Databases.OpenAsync(_database ??= await Databases.NewAsync(), Clock);
}

public sealed class TransferInPostgresTests : TransferSuite
{
    private string? _database;

    protected override async Task<Store> OpenAsync() => await Databases.OpenAsync(_database ??= await Databases.NewAsync());
}
