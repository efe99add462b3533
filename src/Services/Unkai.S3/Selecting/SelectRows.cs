using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Unkai.S3.Selecting;

/// <summary>An object's records, one by one.</summary>
internal sealed class SelectRows(Stream stream, SelectInput input, IReadOnlyList<SqlStep> source, (long Start, long End)? range, DateTimeOffset now)
{
    /// <summary>JSON of one document has to be in memory: so much of it, in bytes.</summary>
    private const int DocumentBytesMax = 64 * 1024 * 1024;

    internal IAsyncEnumerable<SelectRow> ReadAsync(CancellationToken cancellation) =>
        input.IsCsv ? CsvAsync(cancellation) : input.IsDocument ? DocumentAsync(cancellation) : LinesAsync(cancellation);

    private async IAsyncEnumerable<SelectRow> CsvAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        if (source is not ([] or [{ IsAll: true }]))
        {
            throw new SelectException(SelectErrors.UnsupportedSyntax("CSV has no paths"));
        }

        var splitter = new RecordSplitter(stream, input);
        IReadOnlyList<string>? headers = null;
        var isFirst = input.Headers != "NONE";
        while (await splitter.ReadAsync(cancellation) is { } record)
        {
            if (record.IsEmpty || record.Span[0] == input.Comments)
            {
                continue;
            }

            if (isFirst)
            {
                isFirst = false;
                headers = input.Headers == "USE" ? CsvFields.Read(record.Span, input) : null;
                continue;
            }

            if (splitter.Offset < range?.Start)
            {
                continue;
            }

            if (splitter.Offset > range?.End)
            {
                yield break;
            }

            yield return new CsvRow(CsvFields.Read(record.Span, input), headers, now);
        }
    }

    private async IAsyncEnumerable<SelectRow> LinesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var splitter = new RecordSplitter(stream, input);
        while (await splitter.ReadAsync(cancellation) is { } record)
        {
            if (record.Span.Trim(" \t\r"u8).IsEmpty || splitter.Offset < range?.Start)
            {
                continue;
            }

            if (splitter.Offset > range?.End)
            {
                yield break;
            }

            foreach (var document in Parse(record))
            {
                using (document)
                {
                    foreach (var element in Expand(document.RootElement, source is [{ IsAll: true }, ..] ? 1 : 0))
                    {
                        yield return new JsonRow(element, now);
                    }
                }
            }
        }
    }

    private async IAsyncEnumerable<SelectRow> DocumentAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await ReadSomeAsync(buffer, cancellation)) > 0)
        {
            whole.Write(buffer, 0, read);
            if (whole.Length > DocumentBytesMax)
            {
                throw new SelectException(SelectErrors.RecordTooLarge);
            }
        }

        foreach (var document in Parse(whole.GetBuffer().AsMemory(0, (int)whole.Length)))
        {
            using (document)
            {
                foreach (var element in Expand(document.RootElement, source is [{ IsAll: true }, ..] ? 1 : 0))
                {
                    yield return new JsonRow(element, now);
                }
            }
        }
    }

    private async ValueTask<int> ReadSomeAsync(byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellation);
        }
        catch (InvalidDataException)
        {
            throw new SelectException(SelectErrors.Truncated);
        }
    }

    /// <summary>The values that stand behind one another.</summary>
    private static List<JsonDocument> Parse(ReadOnlyMemory<byte> bytes)
    {
        var documents = new List<JsonDocument>();
        var reader = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { AllowMultipleValues = true });
        try
        {
            while (reader.Read())
            {
                documents.Add(JsonDocument.ParseValue(ref reader));
            }
        }
        catch (JsonException)
        {
            documents.ForEach(static document => document.Dispose());
            throw new SelectException(SelectErrors.JsonParsing);
        }

        return documents;
    }

    private IEnumerable<JsonElement> Expand(JsonElement element, int at)
    {
        if (at == source.Count)
        {
            return [element];
        }

        var step = source[at];
        return !step.IsAll ? JsonRow.Step(element, step) is { } next ? Expand(next, at + 1) : []
            : element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(one => Expand(one, at + 1))
            : Expand(element, at + 1);
    }
}
