using System.Text;
using Unkai.Api;
using Unkai.Api.S3;

namespace Unkai.S3.Selecting;

/// <summary>What an object is read as.</summary>
internal sealed record SelectInput
{
    private const string Newline = "\n";

    internal required bool IsCsv { get; init; }

    internal bool IsGzip { get; init; }

    /// <summary>JSON of one document, not of lines.</summary>
    internal bool IsDocument { get; init; }

    internal string Headers { get; init; } = "NONE";

    internal byte[] RecordDelimiter { get; init; } = "\n"u8.ToArray();

    internal byte FieldDelimiter { get; init; } = (byte)',';

    internal byte? Quote { get; init; } = (byte)'"';

    internal byte? QuoteEscape { get; init; } = (byte)'"';

    internal byte? Comments { get; init; } = (byte)'#';

    internal bool AllowsQuotedDelimiters { get; init; }

    internal static Outcome<SelectInput> Read(InputSerialization? shape)
    {
        if (shape is null)
        {
            return SelectErrors.MissingParameter;
        }

        if (shape.CompressionType is not (null or "NONE" or "GZIP" or "BZIP2"))
        {
            return SelectErrors.InvalidCompression;
        }

        if (shape.Parquet is not null || shape.CompressionType == "BZIP2")
        {
            return S3Errors.NotImplemented(shape.Parquet is not null ? "Parquet" : "BZIP2");
        }

        if ((shape.CSV is null) == (shape.JSON is null))
        {
            return SelectErrors.InvalidDataSource;
        }

        if (shape.JSON is { } json)
        {
            return json.Type is "DOCUMENT" or "LINES"
                ? new SelectInput { IsCsv = false, IsGzip = shape.CompressionType == "GZIP", IsDocument = json.Type == "DOCUMENT", Quote = null, QuoteEscape = null, Comments = null }
                : SelectErrors.InvalidJsonType;
        }

        var csv = shape.CSV!;
        return csv.FileHeaderInfo is not (null or "NONE" or "USE" or "IGNORE") ? SelectErrors.InvalidFileHeaderInfo
            : !IsDelimiter(csv.RecordDelimiter) ? SelectErrors.InvalidParameter("RecordDelimiter")
            : !IsCharacter(csv.FieldDelimiter) ? SelectErrors.InvalidParameter("FieldDelimiter")
            : !IsCharacter(csv.QuoteCharacter) ? SelectErrors.InvalidParameter("QuoteCharacter")
            : !IsCharacter(csv.QuoteEscapeCharacter) ? SelectErrors.InvalidParameter("QuoteEscapeCharacter")
            : !IsCharacter(csv.Comments) ? SelectErrors.InvalidParameter("Comments")
            : new SelectInput
            {
                IsCsv = true,
                IsGzip = shape.CompressionType == "GZIP",
                Headers = csv.FileHeaderInfo ?? "NONE",
                RecordDelimiter = Encoding.ASCII.GetBytes(string.IsNullOrEmpty(csv.RecordDelimiter) ? Newline : csv.RecordDelimiter),
                FieldDelimiter = First(csv.FieldDelimiter, ',')!.Value,
                Quote = First(csv.QuoteCharacter, '"'),
                QuoteEscape = First(csv.QuoteEscapeCharacter, '"'),
                Comments = First(csv.Comments, '#'),
                AllowsQuotedDelimiters = csv.AllowQuotedRecordDelimiter == true,
            };
    }

    private static bool IsCharacter(string? text) => string.IsNullOrEmpty(text) || (text.Length == 1 && char.IsAscii(text[0]));

    private static bool IsDelimiter(string? text) => string.IsNullOrEmpty(text) || (text.Length <= 2 && Ascii.IsValid(text));

    private static byte? First(string? text, char otherwise) => (byte)(string.IsNullOrEmpty(text) ? otherwise : text[0]);
}
