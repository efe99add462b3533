using System.Globalization;
using Npgsql;

namespace Unkai.Storage.Postgres;

/// <summary>Reads <c>postgres://user:password@host:port/database?sslmode=require</c>; what is left out comes from PGUSER, PGPASSWORD and the like, as in every client.</summary>
internal static class ConnectionUrl
{
    internal static bool IsOne(string text) =>
        text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal);

    /// <exception cref="FormatException">It is no such URL.</exception>
    internal static NpgsqlConnectionStringBuilder Parse(string text)
    {
        if (!IsOne(text) || !Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            throw new FormatException("A PostgreSQL database is named as postgres://user:password@host:port/database.");
        }

        var settings = new NpgsqlConnectionStringBuilder();
        if (url.Host.Length > 0)
        {
            settings.Host = Uri.UnescapeDataString(url.Host);
        }

        if (url.Port > 0)
        {
            settings.Port = url.Port;
        }

        var user = url.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
        {
            settings.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length == 2)
        {
            settings.Password = Uri.UnescapeDataString(user[1]);
        }

        if (url.AbsolutePath.Length > 1)
        {
            settings.Database = Uri.UnescapeDataString(url.AbsolutePath[1..]);
        }

        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var key, var rest] ? (Uri.UnescapeDataString(key), Uri.UnescapeDataString(rest)) : (pair, "");
            Set(settings, name, value);
        }

        return settings;
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string name, string value)
    {
        try
        {
            switch (name)
            {
                case "sslmode":
                    settings.SslMode = Enum.Parse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
                    break;
                case "sslrootcert":
                    settings.RootCertificate = value;
                    break;
                case "host":
                    settings.Host = value;
                    break;
                case "connect_timeout":
                    settings.Timeout = int.Parse(value, CultureInfo.InvariantCulture);
                    break;
                case "pool":
                    settings.MaxPoolSize = int.Parse(value, CultureInfo.InvariantCulture);
                    break;
                default:
                    throw new FormatException($"The database's URL may say sslmode, sslrootcert, host (a socket's folder), connect_timeout and pool, not '{name}'.");
            }
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or OverflowException && name is "sslmode" or "connect_timeout" or "pool")
        {
            throw new FormatException($"The database's URL has no {name} '{value}'.", wrong);
        }
    }
}
