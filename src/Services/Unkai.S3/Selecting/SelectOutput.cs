using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Unkai.Api;
using Unkai.Api.S3;

namespace Unkai.S3.Selecting;

/// <summary>Writes records as they are asked for.</summary>
internal sealed class SelectOutput
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly CSVOutput? _csv;
    private readonly string _recordDelimiter;

    private SelectOutput(CSVOutput? csv, string? recordDelimiter) => (_csv, _recordDelimiter) = (csv, string.IsNullOrEmpty(recordDelimiter) ? "\n" : recordDelimiter);

    internal ArrayBufferWriter<byte> Buffer { get; } = new(64 * 1024);

    internal static Outcome<SelectOutput> Read(OutputSerialization? shape) =>
        shape is null ? SelectErrors.MissingParameter
        : (shape.CSV is null) == (shape.JSON is null) ? SelectErrors.InvalidDataSource
        : shape.CSV is { QuoteFields: not (null or "ASNEEDED" or "ALWAYS") } ? SelectErrors.InvalidQuoteFields
        : new SelectOutput(shape.CSV, shape.CSV?.RecordDelimiter ?? shape.JSON?.RecordDelimiter);

    internal void Write(IReadOnlyList<KeyValuePair<string, object?>> columns)
    {
        if (_csv is not null)
        {
            WriteCsv(columns);
        }
        else
        {
            using var writer = new Utf8JsonWriter(Buffer, s_options);
            writer.WriteStartObject();
            foreach (var (name, value) in columns)
            {
                if (!ReferenceEquals(value, SqlValues.Missing))
                {
                    writer.WritePropertyName(name);
                    WriteJson(writer, value);
                }
            }

            writer.WriteEndObject();
        }

        Encoding.UTF8.GetBytes(_recordDelimiter, Buffer);
    }

    private static void WriteJson(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case decimal: writer.WriteRawValue(SqlValues.Text(value)); break;
            case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
            case JsonElement element: element.WriteTo(writer); break;
            default: writer.WriteStringValue(SqlValues.Text(value)); break;
        }
    }

    private void WriteCsv(IReadOnlyList<KeyValuePair<string, object?>> columns)
    {
        var delimiter = string.IsNullOrEmpty(_csv!.FieldDelimiter) ? "," : _csv.FieldDelimiter;
        var quote = string.IsNullOrEmpty(_csv.QuoteCharacter) ? "\"" : _csv.QuoteCharacter;
        var escape = string.IsNullOrEmpty(_csv.QuoteEscapeCharacter) ? "\"" : _csv.QuoteEscapeCharacter;
        for (var i = 0; i < columns.Count; i++)
        {
            if (i > 0)
            {
                Encoding.UTF8.GetBytes(delimiter, Buffer);
            }

            var text = SqlValues.Text(columns[i].Value);
            var isQuoted = _csv.QuoteFields == "ALWAYS"
                || text.Contains(delimiter, StringComparison.Ordinal) || text.Contains(quote, StringComparison.Ordinal)
                || text.Contains('\n', StringComparison.Ordinal) || text.Contains('\r', StringComparison.Ordinal) || text.Contains(_recordDelimiter, StringComparison.Ordinal);
            Encoding.UTF8.GetBytes(isQuoted ? quote + text.Replace(quote, escape + quote, StringComparison.Ordinal) + quote : text, Buffer);
        }
    }
}
