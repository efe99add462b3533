namespace Unkai.Api.Json;

/// <summary>Whose names and forms a JSON text has.</summary>
public enum JsonForm
{
    /// <summary>A protocol's: names of the wire, times in seconds since 1970.</summary>
    Wire,

    /// <summary>Call-by-name's: the model's names with a capital, times as ISO 8601, members of every location; a streamed body is text, other bytes are base64.</summary>
    Plain,
}
