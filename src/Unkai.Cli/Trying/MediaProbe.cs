using System.Globalization;
using System.Text.Json;

namespace Unkai.Cli.Trying;

/// <summary>Compares two films by what ffprobe says of them.</summary>
internal static class MediaProbe
{
    private const double DurationDifferenceMax = 0.1;

    /// <returns>The difference in words; null when there is none that matters.</returns>
    internal static async Task<string?> CompareAsync(string original, string made, CancellationToken cancellation)
    {
        var left = await ReadAsync(original, cancellation);
        var right = await ReadAsync(made, cancellation);
        return Math.Abs(left.Duration - right.Duration) > DurationDifferenceMax ? string.Create(CultureInfo.InvariantCulture, $"the film has {left.Duration:F3} s, the result {right.Duration:F3} s")
            : left.Pictures != right.Pictures ? $"the film has {left.Pictures} pictures, the result {right.Pictures}"
            : left.HasSound != right.HasSound ? "sound is missing from one of them"
            : null;
    }

    private static async Task<(double Duration, long Pictures, bool HasSound)> ReadAsync(string file, CancellationToken cancellation)
    {
        var (code, output, error) = await ToolProcess.RunAsync(
            "ffprobe", ["-v", "error", "-count_packets", "-show_entries", "stream=codec_type,nb_read_packets:format=duration", "-of", "json", file], cancellation);
        if (code != 0)
        {
            throw new TrialFailedException($"ffprobe could not read {file}: {error.Trim()}");
        }

        using var document = JsonDocument.Parse(output);
        var streams = document.RootElement.GetProperty("streams").EnumerateArray().ToList();
        var pictures = streams.Find(stream => stream.GetProperty("codec_type").GetString() == "video");
        return (
            double.Parse(document.RootElement.GetProperty("format").GetProperty("duration").GetString()!, CultureInfo.InvariantCulture),
            pictures.ValueKind == JsonValueKind.Undefined ? 0 : long.Parse(pictures.GetProperty("nb_read_packets").GetString()!, CultureInfo.InvariantCulture),
            streams.Exists(stream => stream.GetProperty("codec_type").GetString() == "audio"));
    }
}
