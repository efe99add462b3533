using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Transcode;

/// <summary>Probes an uploaded film and cuts it at keyframes into pieces of a few megabytes, without re-encoding.</summary>
public sealed class Split
{
    private const double PieceBytes = 4 * 1024 * 1024;
    private const double PieceSecondsMin = 2;
    private const double PieceSecondsMax = 60;

    /// <summary>Handles one upload to <c>incoming/</c>.</summary>
    public async Task HandleAsync(S3Event notification)
    {
        foreach (var record in notification.Records)
        {
            var key = WebUtility.UrlDecode(record.S3.Item.Key);
            var film = new Film(key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..], record.S3.Item.Sequencer);
            try
            {
                await SplitAsync(record.S3.Bucket.Name, key, film);
            }
            catch (MediaToolException refused)
            {
                Console.WriteLine($"{film.Name}: {refused.Message}");
                await ObjectStore.WriteJsonAsync(record.S3.Bucket.Name, film.FailedKey, new Failure(film.Name, "split", refused.Message));
            }
        }
    }

    private static async Task SplitAsync(string bucket, string key, Film film)
    {
        using var work = new Workspace();
        var source = work.File("source");
        await ObjectStore.DownloadAsync(bucket, key, source);
        var (duration, hasSound) = await ProbeAsync(source);
        var seconds = PieceSeconds(new FileInfo(source).Length, duration);

        // Nut keeps every codec's packets with their exact times; mp4 and Matroska would refuse some or round.
        await MediaTool.RunAsync(
            "ffmpeg", "-v", "error", "-y", "-i", source, "-map", "0:v:0", "-c", "copy", "-f", "segment", "-segment_time", seconds.ToString(CultureInfo.InvariantCulture),
            "-segment_format", "nut", "-reset_timestamps", "1", work.File("%05d.nut"));
        if (hasSound)
        {
            await MediaTool.RunAsync("ffmpeg", "-v", "error", "-y", "-i", source, "-map", "0:a:0", "-c", "copy", "-f", "nut", work.File("sound"));
        }

        var manifest = new Manifest(await MeasurePiecesAsync(source, [.. work.Files("*.nut")], duration), hasSound, duration);
        await ObjectStore.WriteJsonAsync(bucket, film.ManifestKey, manifest);

        // The sound goes first: it is encoded whole and so takes longest.
        if (hasSound)
        {
            await ObjectStore.UploadAsync(bucket, film.PieceKey(Manifest.SoundPiece), work.File("sound"), "application/octet-stream");
        }

        foreach (var piece in manifest.Pieces)
        {
            await ObjectStore.UploadAsync(bucket, film.PieceKey(piece.Name), work.File(piece.Name), "application/octet-stream");
        }

        Console.WriteLine($"{film.Name}: {duration:F1} s in {manifest.Pieces.Count} pieces{(hasSound ? " and sound" : "")}");
    }

    private static async Task<(double DurationSeconds, bool HasSound)> ProbeAsync(string source)
    {
        var json = await MediaTool.RunAsync("ffprobe", "-v", "error", "-show_entries", "stream=codec_type:format=duration", "-of", "json", source);
        using var document = JsonDocument.Parse(json);
        var kinds = document.RootElement.GetProperty("streams").EnumerateArray().Select(stream => stream.GetProperty("codec_type").GetString()).ToList();
        if (!kinds.Contains("video"))
        {
            throw new MediaToolException("The file has no pictures.");
        }

        return document.RootElement.GetProperty("format").TryGetProperty("duration", out var duration)
            && double.TryParse(duration.GetString(), CultureInfo.InvariantCulture, out var seconds)
            ? (seconds, kinds.Contains("audio"))
            : throw new MediaToolException("The file does not say how long it is.");
    }

    private static double PieceSeconds(long fileBytes, double durationSeconds) =>
        double.TryParse(Environment.GetEnvironmentVariable("SEGMENT_SECONDS"), CultureInfo.InvariantCulture, out var wanted)
            ? wanted
            : Math.Clamp(PieceBytes / Math.Max(1, fileBytes / durationSeconds), PieceSecondsMin, PieceSecondsMax);

    /// <summary>
    /// How long each piece is shown: from its keyframe to the next piece's. The segmenter's own list counts in decoding order, which B-frames shift;
    /// the pieces' packets stand in the source's order, so their number finds each piece's first packet, and that has the time.
    /// </summary>
    private static async Task<IReadOnlyList<ManifestPiece>> MeasurePiecesAsync(string source, IReadOnlyList<string> pieces, double durationSeconds)
    {
        var listing = await MediaTool.RunAsync("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts_time", "-of", "csv=p=0", source);
        List<double> times = [.. listing.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.TryParse(line.TrimEnd(',', '\r'), CultureInfo.InvariantCulture, out var time) ? time : double.NaN)];
        var starts = new List<double>();
        var packets = 0;
        foreach (var piece in pieces)
        {
            starts.Add(packets < times.Count ? times[packets] : durationSeconds);
            var count = await MediaTool.RunAsync("ffprobe", "-v", "error", "-count_packets", "-show_entries", "stream=nb_read_packets", "-of", "csv=p=0", piece);
            packets += int.Parse(count.Trim().TrimEnd(','), CultureInfo.InvariantCulture);
        }

        if (packets != times.Count)
        {
            throw new MediaToolException($"The pieces hold {packets} pictures of the film's {times.Count}.");
        }

        starts.Add(Math.Max(durationSeconds, starts[^1]));
        return [.. pieces.Select((piece, i) => new ManifestPiece(Path.GetFileName(piece), starts[i + 1] - starts[i]))];
    }
}
