using System.IO.Compression;
using System.Runtime.CompilerServices;
using Unkai.Api.S3;

namespace Unkai.S3.Selecting;

/// <summary>Carries a query out: records in, events out.</summary>
internal sealed class SelectRun(SelectQuery query, SelectInput input, SelectOutput output, (long Start, long End)? range, bool tellsProgress, DateTimeOffset now)
{
    /// <summary>An event is sent when it has so many bytes. Source: API reference, "Records message": up to 1 MB.</summary>
    private const int EventBytes = 256 * 1024;

    private long _returned;

    /// <exception cref="SelectException">A record, or an expression over it, is none.</exception>
    internal async IAsyncEnumerable<SelectObjectContentEventStream> EventsAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var scanned = new CountingStream(stream);
        await using var processed = new CountingStream(input.IsGzip ? new GZipStream(scanned, CompressionMode.Decompress) : scanned);
        var rows = new SelectRows(processed, input, query.Source, range, now);
        long count = 0;
        if (query.Limit != 0)
        {
            await foreach (var row in rows.ReadAsync(cancellation))
            {
                if (query.Where is { } where && where.IsTrue(row) != true)
                {
                    continue;
                }

                if (query.Aggregates.Count > 0)
                {
                    foreach (var aggregate in query.Aggregates)
                    {
                        aggregate.Take(row);
                    }
                }
                else
                {
                    output.Write(Columns(row));
                    if (output.Buffer.WrittenCount >= EventBytes)
                    {
                        yield return Records();
                        if (tellsProgress)
                        {
                            yield return new SelectObjectContentEventStream
                            {
                                Progress = new ProgressEvent { Details = new Progress { BytesScanned = scanned.Count, BytesProcessed = processed.Count, BytesReturned = _returned } },
                            };
                        }
                    }
                }

                if (++count == query.Limit && query.Aggregates.Count == 0)
                {
                    break;
                }
            }
        }

        if (query.Aggregates.Count > 0)
        {
            output.Write(Columns(new CsvRow([], null, now)));
        }

        if (output.Buffer.WrittenCount > 0)
        {
            yield return Records();
        }

        if (tellsProgress)
        {
            yield return new SelectObjectContentEventStream
            {
                Progress = new ProgressEvent { Details = new Progress { BytesScanned = scanned.Count, BytesProcessed = processed.Count, BytesReturned = _returned } },
            };
        }

        yield return new SelectObjectContentEventStream
        {
            Stats = new StatsEvent { Details = new Stats { BytesScanned = scanned.Count, BytesProcessed = processed.Count, BytesReturned = _returned } },
        };
        yield return new SelectObjectContentEventStream { End = new EndEvent() };
    }

    private SelectObjectContentEventStream Records()
    {
        var bytes = output.Buffer.WrittenSpan.ToArray();
        output.Buffer.ResetWrittenCount();
        _returned += bytes.Length;
        return new SelectObjectContentEventStream { Records = new RecordsEvent { Payload = bytes } };
    }

    private IReadOnlyList<KeyValuePair<string, object?>> Columns(SelectRow row) => query.Columns is null
        ? [.. row.All]
        : [.. query.Columns.Select((column, i) => new KeyValuePair<string, object?>(column.Alias ?? column.Expression.Name ?? $"_{i + 1}", column.Expression.Evaluate(row)))];

    private sealed class CountingStream(Stream inner) : ForwardStream
    {
        internal long Count { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            Count += read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
