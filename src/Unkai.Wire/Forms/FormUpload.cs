using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Unkai.Api;

namespace Unkai.Wire.Forms;

/// <summary>A browser's upload to S3 as <c>multipart/form-data</c>: the fields, and behind them the file, not yet read.</summary>
/// <remarks>Source: Amazon S3 API Reference, "POST Object".</remarks>
public sealed class FormUpload
{
    /// <summary>All fields before the file together, in bytes: 20 KB. Source: the same.</summary>
    private const int FieldBytesMax = 20 * 1024;

    private const string FileField = "file";

    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    private FormUpload()
    {
    }

    /// <summary>The fields by name, without case; of several the first.</summary>
    public IReadOnlyDictionary<string, string> Fields => _fields;

    /// <summary>The file's bytes, to be read once.</summary>
    public Stream File { get; private set; } = Stream.Null;

    /// <summary>The name that the browser gave the file, without folders; empty when it gave none.</summary>
    public string FileName { get; private set; } = "";

    /// <summary>The key, with the file's name put in for <c>${filename}</c>.</summary>
    public string Key => _fields.GetValueOrDefault("key", "").Replace("${filename}", FileName, StringComparison.Ordinal);

    private static AwsError Malformed { get; } = new("MalformedPOSTRequest", 400, "The body of your POST request is not well-formed multipart/form-data.");

    /// <summary>Reads the fields up to the file.</summary>
    public static async ValueTask<Outcome<FormUpload>> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
        {
            return Malformed;
        }

        var form = new FormUpload();
        try
        {
            var reader = new MultipartReader(boundary, request.Body);
            var size = 0;
            while (await reader.ReadNextSectionAsync(cancellation) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { } name)
                {
                    return Malformed;
                }

                if (name.Equals(FileField, StringComparison.OrdinalIgnoreCase))
                {
                    form.File = section.Body;
                    form.FileName = NameOf(disposition);
                    return form._fields.ContainsKey("key") ? form
                        : Missing("key");
                }

                var (value, bytes) = await ReadFieldAsync(section.Body, FieldBytesMax - size, cancellation);
                if (value is null)
                {
                    return new AwsError("MaxPostPreDataLengthExceeded", 400, "Your POST request fields preceding the upload file were too large.") { Extra = [new("MaxPostPreDataLength", "20480")] };
                }

                size += bytes + name.Length;
                form._fields.TryAdd(name, value);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return Malformed;
        }

        return new AwsError("InvalidArgument", 400, "POST requires exactly one file upload per request.") { Extra = [new("ArgumentName", "file"), new("ArgumentValue", "0")] };
    }

    internal static AwsError Missing(string field) =>
        new("InvalidArgument", 400, $"Bucket POST must contain a field named '{field}'.  If it is specified, please check the order of the fields.") { Extra = [new("ArgumentName", field), new("ArgumentValue", "")] };

    private static string NameOf(ContentDispositionHeaderValue disposition)
    {
        var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value ?? "";
        return name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
    }

    /// <returns>Null text when there is more than allowed.</returns>
    private static async ValueTask<(string? Text, int Bytes)> ReadFieldAsync(Stream body, int max, CancellationToken cancellation)
    {
        var buffer = new byte[Math.Max(0, max) + 1];
        var count = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return count > max ? (null, count) : (Encoding.UTF8.GetString(buffer, 0, count), count);
    }
}
