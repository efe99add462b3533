using System.IO.Compression;
using System.Text;
using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Api.Json;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Transfer;

/// <summary>Items from the lines of a file; a line that holds none is counted.</summary>
internal sealed class ImportReader(ImportRecord import, TableRecord table)
{
    internal List<MapValue> Items { get; } = [];

    internal long Processed { get; private set; }

    internal long Errors { get; private set; }

    internal async ValueTask ReadAsync(System.IO.Stream source, CancellationToken cancellation)
    {
        System.IO.Stream plain = import.Compression == "GZIP" ? new GZipStream(source, CompressionMode.Decompress) : source;
        await using (plain)
        {
            using var lines = new StreamReader(plain, Encoding.UTF8);
            var header = import.Header;
            while (await lines.ReadLineAsync(cancellation) is { } line)
            {
                if (line.Length == 0)
                {
                    continue;
                }

                if (import.Format == "CSV" && header is null)
                {
                    header = CsvLine.Split(line, Delimiter);
                    continue;
                }

                Processed++;
                var item = import.Format == "CSV" ? FromCsv(CsvLine.Split(line, Delimiter), header!) : FromJson(line);
                if (item.IsError || KeyRules.CheckItem(table, item.Value) is not null || item.Value.ItemSizeBytes > ItemWriter.ItemBytesMax)
                {
                    Errors++;
                }
                else
                {
                    Items.Add(item.Value);
                }
            }
        }
    }

    private char Delimiter => import.Delimiter is [var one] ? one : ',';

    private static Outcome<MapValue> FromJson(string line)
    {
        var request = new PutRequest();
        return JsonShapeReader.Read(Encoding.UTF8.GetBytes(line), request) is { } problem ? DynamoDbErrors.Validation(problem)
            : request.Item is not { } item ? DynamoDbErrors.Validation("The line has no Item")
            : WireValues.ReadItem(item);
    }

    /// <summary>Everything is text, except keys, which have their types.</summary>
    private Outcome<MapValue> FromCsv(List<string> fields, IReadOnlyList<string> header)
    {
        var item = new Dictionary<string, AttributeValue>();
        for (var i = 0; i < fields.Count && i < header.Count; i++)
        {
            if (fields[i].Length == 0)
            {
                continue;
            }

            var type = table.Attributes.FirstOrDefault(part => part.Name == header[i])?.Type;
            var bytes = new byte[fields[i].Length];
            item[header[i]] = type switch
            {
                "N" => new AttributeValue { N = fields[i] },
                "B" when Convert.TryFromBase64String(fields[i], bytes, out var count) => new AttributeValue { B = bytes.AsMemory(0, count) },
                _ => new AttributeValue { S = fields[i] },
            };
        }

        return WireValues.ReadItem(item);
    }
}
