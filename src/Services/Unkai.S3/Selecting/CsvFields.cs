using System.Text;

namespace Unkai.S3.Selecting;

/// <summary>Cuts a record of CSV into its fields.</summary>
internal static class CsvFields
{
    internal static List<string> Read(ReadOnlySpan<byte> record, SelectInput input)
    {
        var fields = new List<string>();
        var at = 0;
        while (true)
        {
            fields.Add(at < record.Length && record[at] == input.Quote ? Quoted(record, input, ref at) : Plain(record, input, ref at));
            if (at >= record.Length)
            {
                return fields;
            }

            at++; // The delimiter.
            if (at == record.Length)
            {
                fields.Add("");
                return fields;
            }
        }
    }

    private static string Plain(ReadOnlySpan<byte> record, SelectInput input, ref int at)
    {
        var rest = record[at..];
        var length = rest.IndexOf(input.FieldDelimiter) is >= 0 and var delimiter ? delimiter : rest.Length;
        at += length;
        return Encoding.UTF8.GetString(rest[..length]);
    }

    private static string Quoted(ReadOnlySpan<byte> record, SelectInput input, ref int at)
    {
        var bytes = new List<byte>();
        var quote = input.Quote!.Value;
        for (at++; at < record.Length; at++)
        {
            var b = record[at];
            if (b == input.QuoteEscape && at + 1 < record.Length && record[at + 1] == quote)
            {
                bytes.Add(quote);
                at++;
            }
            else if (b == quote)
            {
                at++;

                // What follows the closing quote belongs to the field as it is.
                return Encoding.UTF8.GetString([.. bytes]) + Plain(record, input, ref at);
            }
            else
            {
                bytes.Add(b);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
