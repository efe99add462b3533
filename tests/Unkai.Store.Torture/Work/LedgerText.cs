using System.Globalization;

namespace Unkai.Storage.Torture;

/// <summary>The steps of clients as lines: what a victim prints, and what it is told of its past.</summary>
internal static class LedgerText
{
    /// <summary>Notes a line of a victim.</summary>
    internal static void Note(Ledger ledger, string line)
    {
        var parts = line.Split(' ');
        int Number(int i) => int.Parse(parts[i], CultureInfo.InvariantCulture);
        switch (parts[0])
        {
            case "t":
                ledger.Tried(Number(1), Number(2), WorldName.Parse(parts[3])!.Value);
                break;
            case "a":
                ledger.Acknowledged(Number(1), Number(2), WorldName.Parse(parts[3])!.Value, ulong.Parse(parts[4], CultureInfo.InvariantCulture));
                break;
            case "m":
                ledger.Making(parts[2] == "-" ? null : ledger.Known(parts[2]), parts[1]);
                break;
            case "M":
                ledger.Known(parts[1]).IsMade = true;
                break;
            case "d":
                ledger.Known(parts[1]).MayBeGone = true;
                break;
            case "D":
                ledger.Known(parts[1]).IsGone = true;
                break;
            case "ready":
                break;
            default:
                throw new TortureException($"the victim said: {line}");
        }
    }

    /// <summary>Tells a victim which worlds there are, and from which numbers on its clients count.</summary>
    internal static async Task WriteAsync(Ledger ledger, TextWriter output)
    {
        foreach (var world in ledger.Worlds)
        {
            await output.WriteLineAsync($"world {world.Name}");
        }

        foreach (var (client, number) in ledger.Numbers)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"client {client} {number}"));
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"names {ledger.Names}"));
    }

    /// <summary>Reads what <see cref="WriteAsync"/> wrote.</summary>
    internal static async Task<Ledger> ReadAsync(TextReader input)
    {
        var ledger = new Ledger();
        while (await input.ReadLineAsync() is { } line)
        {
            var parts = line.Split(' ');
            switch (parts[0])
            {
                case "world":
                    if (parts[1] != "default")
                    {
                        ledger.Making(null, parts[1]).IsMade = true;
                    }

                    break;
                case "client":
                    ledger.Tried(int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture), WorldName.Default);
                    break;
                default:
                    ledger.Names = int.Parse(parts[1], CultureInfo.InvariantCulture);
                    break;
            }
        }

        return ledger;
    }
}
