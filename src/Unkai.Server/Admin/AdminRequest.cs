using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Unkai.Server.Admin;

/// <summary>The JSON object that came with an admin request; members are read by name, each with its own complaint.</summary>
internal sealed class AdminRequest
{
    private const int BytesMax = 64 * 1024;
    private readonly JsonElement _body;

    private AdminRequest(JsonElement body) => _body = body;

    /// <exception cref="AdminException">The body is no JSON object, or too large.</exception>
    internal static async Task<AdminRequest> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[4096];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            if (buffer.Length + read > BytesMax)
            {
                throw new AdminException(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {BytesMax} bytes.");
            }

            buffer.Write(chunk, 0, read);
        }

        try
        {
            using var document = buffer.Length == 0 ? JsonDocument.Parse("{}") : JsonDocument.Parse(buffer.ToArray());
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new AdminRequest(document.RootElement.Clone())
                : throw new AdminException(StatusCodes.Status400BadRequest, "The body must be a JSON object.");
        }
        catch (JsonException)
        {
            throw new AdminException(StatusCodes.Status400BadRequest, "The body is not JSON.");
        }
    }

    internal string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw Wrong(name, "text"),
    };

    internal double? Number(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) => number,
        _ => throw Wrong(name, "a number"),
    };

    internal bool? Flag(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Wrong(name, "true or false"),
    };

    internal JsonElement? Object(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => value,
        _ => throw Wrong(name, "an object"),
    };

    internal ulong? Seed(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetUInt64(out var number) => number,
        _ => throw Wrong(name, $"a whole number from 0 to {ulong.MaxValue}"),
    };

    internal DateTimeOffset? Time(string name) => Text(name) switch
    {
        null => null,
        { } text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time.Year is >= 1971 and <= 9000 => time,
        _ => throw Wrong(name, "a time such as 2026-01-31T12:00:00Z, from 1971 to 9000"),
    };

    internal TimeSpan? Duration(string name) => Text(name) switch
    {
        null => null,
        { } text when DurationText.Parse(text) is { } duration => duration,
        _ => throw new AdminException(StatusCodes.Status400BadRequest, $"'{name}': {DurationText.Rule}"),
    };

    private static AdminException Wrong(string name, string what) => new(StatusCodes.Status400BadRequest, $"'{name}' must be {what}.");

    private JsonElement? Find(string name) => _body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
