using System.Globalization;
using System.Reflection;
using Npgsql;

namespace Unkai.Storage.Postgres;

/// <summary>The database's tables and functions: numbered files, applied in their order, each once, by one process at a time.</summary>
internal static class Schema
{
    /// <summary>The newest file.</summary>
    internal const int Newest = 1;

    private const int ServerMin = 140000;

    /// <summary>Taken while the schema is looked at and changed; any number that nobody else takes.</summary>
    private const long LockKey = 0x556E6B6169;

    private const string Begin = """
        CREATE SCHEMA IF NOT EXISTS unkai;
        CREATE TABLE IF NOT EXISTS unkai.schema_versions (number integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
        """;

    /// <exception cref="StoreCorruptException">The database is of a newer Unkai, or the server is too old.</exception>
    internal static async Task BringUpToDateAsync(Connections connections, CancellationToken cancellation)
    {
        await using var connection = await connections.OpenKeptAsync(cancellation);
        if (int.Parse((string)(await ScalarAsync(connection, "SHOW server_version_num", cancellation))!, CultureInfo.InvariantCulture) < ServerMin)
        {
            throw new StoreCorruptException($"The server of {connections.Name} is PostgreSQL {connection.PostgreSqlVersion}; Unkai needs 14 or newer.");
        }

        if (await VersionAsync(connection, cancellation) == Newest)
        {
            return;
        }

        await ScalarAsync(connection, $"SELECT pg_advisory_lock({LockKey})", cancellation);
        await ScalarAsync(connection, Begin, cancellation);
        for (var number = await VersionAsync(connection, cancellation) + 1; number <= Newest; number++)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await ScalarAsync(connection, await TextAsync(number), cancellation);
            await ScalarAsync(connection, $"INSERT INTO unkai.schema_versions (number) VALUES ({number})", cancellation);
            await transaction.CommitAsync(cancellation);
        }

        // The lock ends with the connection.
        int Refuse(int found) => throw new StoreCorruptException(
            $"The database {connections.Name} is of a newer Unkai (schema {found}; this one knows {Newest}). Run that version, or use another database.");

        async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellation)
        {
            if (await ScalarAsync(connection, "SELECT to_regclass('unkai.schema_versions')::text", cancellation) is not string)
            {
                return 0;
            }

            var found = await ScalarAsync(connection, "SELECT coalesce(max(number), 0) FROM unkai.schema_versions", cancellation) is int version ? version : 0;
            return found > Newest ? Refuse(found) : found;
        }
    }

    private static async Task<string> TextAsync(int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{number:d4}.sql");
        await using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is missing.");
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string statement, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }
}
