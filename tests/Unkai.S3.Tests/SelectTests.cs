using System.IO.Compression;
using System.Net;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using FsCheck;
using FsCheck.Fluent;
using Unkai.S3.Selecting;

namespace Unkai.S3.Tests;

public sealed class SelectTests(S3Cloud cloud)
{
    private const string Films = "title,year,director\nTokyo Story,1953,Ozu\nRan,1985,Kurosawa\n\"Kagemusha, or so\",1980,Kurosawa\nAkira,1988,Otomo\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static InputSerialization Csv => new() { CSV = new CSVInput { FileHeaderInfo = FileHeaderInfo.Use }, CompressionType = CompressionType.None };

    private static InputSerialization Lines => new() { JSON = new JSONInput { JsonType = JsonType.Lines } };

    private async Task<string> SelectAsync(string content, string expression, InputSerialization input, OutputSerialization? output = null, byte[]? bytes = null)
    {
        var bucket = await cloud.BucketAsync();
        await cloud.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "data", InputStream = new MemoryStream(bytes ?? Encoding.UTF8.GetBytes(content)) }, Cancellation);
        var selected = await cloud.Client.SelectObjectContentAsync(
            new SelectObjectContentRequest
            {
                BucketName = bucket,
                Key = "data",
                Expression = expression,
                ExpressionType = ExpressionType.SQL,
                InputSerialization = input,
                OutputSerialization = output ?? new OutputSerialization { CSV = new CSVOutput() },
                RequestProgress = true,
            },
            Cancellation);
        var result = new StringBuilder();
        var isEnded = false;
        long returned = -1;
        foreach (var one in selected.Payload)
        {
            switch (one)
            {
                case RecordsEvent records:
                    result.Append(await new StreamReader(records.Payload).ReadToEndAsync(Cancellation));
                    break;
                case StatsEvent stats:
                    returned = stats.Details.BytesReturned;
                    break;
                case EndEvent:
                    isEnded = true;
                    break;
            }
        }

        Assert.True(isEnded);
        Assert.Equal(Encoding.UTF8.GetByteCount(result.ToString()), returned);
        return result.ToString();
    }

    [Theory]
    [InlineData("SELECT * FROM S3Object", "Tokyo Story,1953,Ozu\nRan,1985,Kurosawa\n\"Kagemusha, or so\",1980,Kurosawa\nAkira,1988,Otomo\n")]
    [InlineData("SELECT s.title FROM S3Object s WHERE s.director = 'Kurosawa' AND CAST(s.year AS INT) > 1980", "Ran\n")]
    [InlineData("select s._1, s._3 from s3object s limit 1", "Tokyo Story,Ozu\n")]
    [InlineData("SELECT \"title\" FROM S3Object WHERE year BETWEEN 1980 AND 1986 AND title LIKE 'R_n'", "Ran\n")]
    [InlineData("SELECT title FROM S3Object WHERE title LIKE '%, or%'", "\"Kagemusha, or so\"\n")]
    [InlineData("SELECT COUNT(*), MIN(CAST(year AS INT)), MAX(CAST(year AS INT)), SUM(CAST(year AS INT)) FROM S3Object", "4,1953,1988,7906\n")]
    [InlineData("SELECT AVG(CAST(year AS INT)) FROM S3Object WHERE director IN ('Kurosawa', 'nobody')", "1982.5\n")]
    [InlineData("SELECT UPPER(title) || '!' FROM S3Object WHERE NOT (director <> 'Otomo')", "AKIRA!\n")]
    [InlineData("SELECT CASE WHEN CAST(year AS INT) < 1960 THEN 'old' ELSE 'new' END FROM S3Object LIMIT 2", "old\nnew\n")]
    [InlineData("SELECT SUBSTRING(title, 1, 3), CHAR_LENGTH(title), TRIM(LEADING 'A' FROM title) FROM S3Object WHERE _3 = 'Otomo'", "Aki,5,kira\n")]
    [InlineData("SELECT 1 + 2 * 3, (1 + 2) * 3, 7 / 2, 7 % 4, -1, 7.0 / 2.5 FROM S3Object LIMIT 1", "7,9,3,3,-1,2.8\n")]
    [InlineData("SELECT EXTRACT(YEAR FROM CAST('2010-01-02T' AS TIMESTAMP)), DATE_DIFF(DAY, CAST('2010-01-01T' AS TIMESTAMP), CAST('2010-01-31T' AS TIMESTAMP)) FROM S3Object LIMIT 1", "2010,30\n")]
    [InlineData("SELECT TO_STRING(DATE_ADD(month, 1, TO_TIMESTAMP('2010-01-31T10:00:00Z')), 'MMMM d, y') FROM S3Object LIMIT 1", "\"February 28, 2010\"\n")]
    [InlineData("SELECT COALESCE(NULLIF(director, 'Ozu'), 'somebody') FROM S3Object LIMIT 2", "somebody\nKurosawa\n")]
    [InlineData("SELECT * FROM S3Object LIMIT 0", "")]
    public async Task Lines_of_CSV_are_filtered_by_SQL(string expression, string expected) => Assert.Equal(expected, await SelectAsync(Films, expression, Csv));

    [Theory]
    [InlineData("SELECT s.a.b FROM S3Object s", "{\"b\":1}\n{\"b\":2}\n{}\n")]
    [InlineData("SELECT s.name AS n FROM S3Object[*] s WHERE s.a.b = 2", "{\"n\":\"two\"}\n")]
    [InlineData("SELECT s.name FROM S3Object s WHERE s.a IS MISSING", "{\"name\":null}\n")]
    [InlineData("SELECT * FROM S3Object s WHERE s.name IS NULL", "{\"name\":null}\n")]
    [InlineData("SELECT s.list[1], SIZE(s.list) FROM S3Object s WHERE s.name = 'two'", "{\"_1\":6,\"_2\":2}\n")]
    [InlineData("SELECT * FROM S3Object[*].list[*]", "{\"_1\":5}\n{\"_1\":6}\n")]
    public async Task Lines_of_JSON_are_filtered_by_SQL(string expression, string expected) => Assert.Equal(
        expected,
        await SelectAsync(
            "{\"name\":\"one\",\"a\":{\"b\":1}}\n{\"name\":\"two\",\"a\":{\"b\":2},\"list\":[5,6]}\n{\"name\":null}\n", expression, Lines, new OutputSerialization { JSON = new JSONOutput() }));

    [Fact]
    public async Task One_document_of_JSON_is_read_by_its_path() => Assert.Equal(
        "b\n",
        await SelectAsync(
            "{\"rules\":[{\"id\":\"a\",\"on\":false},{\"id\":\"b\",\"on\":true}]}",
            "SELECT r.id FROM S3Object[*].rules[*] r WHERE r.on = true",
            new InputSerialization { JSON = new JSONInput { JsonType = JsonType.Document } }));

    [Fact]
    public async Task What_is_compressed_and_differently_delimited_is_read_and_written_so()
    {
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("# films\r\nRan;'19;85'\r\nAkira;1988\r\n"), Cancellation);
        }

        var input = new InputSerialization { CSV = new CSVInput { FieldDelimiter = ";", QuoteCharacter = "'", RecordDelimiter = "\r\n" }, CompressionType = CompressionType.Gzip };
        var output = new OutputSerialization { CSV = new CSVOutput { FieldDelimiter = "|", QuoteFields = QuoteFields.Always, RecordDelimiter = "!\n" } };

        Assert.Equal("\"19;85\"|\"Ran\"!\n\"1988\"|\"Akira\"!\n", await SelectAsync("", "SELECT _2, _1 FROM S3Object", input, output, zipped.ToArray()));
    }

    [Fact]
    public async Task A_large_object_comes_in_many_events()
    {
        var content = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i},{i % 7}\n"));

        var selected = await SelectAsync(content, "SELECT _1 FROM S3Object WHERE _2 = 3", new InputSerialization { CSV = new CSVInput() });

        Assert.Equal(string.Concat(Enumerable.Range(0, 100_000).Where(i => i % 7 == 3).Select(i => $"{i}\n")), selected);
    }

    [Theory]
    [InlineData("SELECT", "ParseUnexpectedToken")]
    [InlineData("SELECT *", "ParseSelectMissingFrom")]
    [InlineData("SELECT * FROM films", "InvalidTableAlias")]
    [InlineData("SELECT * FROM S3Object WHERE", "ParseUnexpectedToken")]
    [InlineData("SELECT * FROM S3Object GROUP BY a", "UnsupportedSyntax")]
    [InlineData("SELECT foo(title) FROM S3Object", "UnsupportedFunction")]
    [InlineData("SELECT CAST(title AS FISH) FROM S3Object", "ParseExpectedTypeName")]
    [InlineData("SELECT CAST(title AS INT) FROM S3Object", "CastFailed")]
    [InlineData("SELECT nothing FROM S3Object", "MissingHeaders")]
    [InlineData("SELECT 'a FROM S3Object", "LexerInvalidChar")]
    [InlineData("SELECT 1 / 0 FROM S3Object", "DivideByZero")]
    [InlineData("SELECT title, COUNT(*) FROM S3Object", "UnsupportedSyntax")]
    public async Task An_expression_that_is_none_is_refused_by_name(string expression, string code) =>
        await Refused.WithAsync(code, HttpStatusCode.BadRequest, () => SelectAsync(Films, expression, Csv));

    [Fact]
    public async Task Parquet_is_refused_by_name()
    {
        var refused = await Refused.WithAsync("NotImplemented", HttpStatusCode.NotImplemented, () => SelectAsync("", "SELECT * FROM S3Object", new InputSerialization { Parquet = new ParquetInput() }));

        Assert.Contains("Parquet", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_brings_the_parser_down()
    {
        var words = Gen.Elements("SELECT", "FROM", "S3Object", "WHERE", "*", "(", ")", ",", "'a'", "\"b\"", "1", "1.5e9", "-", "--", "NOT", "CASE", "WHEN", "END", "IN", "LIKE", "[", "]", ".", "[*]", "COUNT", "CAST", "AS", "INT", "TRIM", "LEADING", "||", "s", "\u0000", "é", "'");
        Prop.ForAll(words.ArrayOf().Select(parts => string.Join(' ', parts)).ToArbitrary(), text => Survives(text)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
        Assert.True(Survives("SELECT " + new string('(', 100_000)));
        Assert.True(Survives("SELECT " + string.Concat(Enumerable.Repeat("NOT ", 100_000)) + "a FROM S3Object"));

        static bool Survives(string text)
        {
            try
            {
                SqlParser.Read(text);
            }
            catch (SelectException)
            {
                // Refused by name.
            }

            return true;
        }
    }
}
