using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Transcode;

/// <summary>Probes an uploaded film and cuts it at keyframes into pieces of a few megabytes, without re-encoding.</summary>
public sealed class Split
{
    private const double PieceBytes = 6 * 1024 * 1024;
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
        var keyframes = ListKeyframesAsync(source);
        var (duration, hasSound) = await ProbeAsync(source);

        // The sound goes first: it is encoded whole and so takes longest.
        if (hasSound)
        {
            await MediaTool.RunAsync("ffmpeg", "-v", "error", "-y", "-i", source, "-map", "0:a:0", "-c", "copy", "-f", "nut", work.File("sound"));
        }

        var sound = hasSound ? ObjectStore.UploadAsync(bucket, film.PieceKey(Manifest.SoundPiece), work.File("sound"), "application/octet-stream") : Task.CompletedTask;

        // Nut keeps every codec's packets with their exact times; mp4 and Matroska would refuse some or round.
        var seconds = PieceSeconds(new FileInfo(source).Length, duration);
        await MediaTool.RunAsync(
            "ffmpeg", "-v", "error", "-y", "-i", source, "-map", "0:v:0", "-c", "copy", "-f", "segment", "-segment_time", seconds.ToString(CultureInfo.InvariantCulture),
            "-segment_list", work.File("pieces.csv"), "-segment_format", "nut", "-reset_timestamps", "1", work.File("%05d.nut"));
        var pieces = MeasurePieces(await File.ReadAllLinesAsync(work.File("pieces.csv")), await keyframes, duration);
        await sound;

        // The sound may be encoded before the manifest stands, a picture's piece may not: whoever comes last must see it.
        await ObjectStore.WriteJsonAsync(bucket, film.ManifestKey, new Manifest(pieces, hasSound, duration));
        await Parallel.ForEachAsync(
            pieces,
            new ParallelOptions { MaxDegreeOfParallelism = ObjectStore.Parallelism },
            async (piece, _) => await ObjectStore.UploadAsync(bucket, film.PieceKey(piece.Name), work.File(piece.Name), "application/octet-stream"));
        Console.WriteLine($"{film.Name}: {duration:F1} s in {pieces.Count} pieces{(hasSound ? " and sound" : "")}");
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

    /// <summary>The times at which the film can be cut, ascending.</summary>
    private static async Task<IReadOnlyList<double>> ListKeyframesAsync(string source)
    {
        var listing = await MediaTool.RunAsync("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts_time,flags", "-of", "csv=p=0", source);
        var times = new List<double>();
        foreach (var line in listing.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Split(',') is [var time, ['K', ..], ..] && double.TryParse(time, CultureInfo.InvariantCulture, out var seconds))
            {
                times.Add(seconds);
            }
        }

        times.Sort();
        return times;
    }

    /// <summary>
    /// How long each piece is shown: from its keyframe to the next piece's. The segmenter's own list counts in decoding order, which B-frames shift by
    /// some pictures, so its times only say which keyframe each piece begins with; the keyframe's own time is exact.
    /// </summary>
    private static IReadOnlyList<ManifestPiece> MeasurePieces(IReadOnlyList<string> list, IReadOnlyList<double> keyframes, double durationSeconds)
    {
        var pieces = new List<(string Name, double Start)>();
        foreach (var line in list)
        {
            if (line.Split(',') is not [var name, var start, _] || !double.TryParse(start, CultureInfo.InvariantCulture, out var about))
            {
                throw new MediaToolException($"The list of pieces has a line that is none: {line}");
            }

            if (keyframes.Count == 0 || keyframes.MinBy(time => Math.Abs(time - about)) is var begins && pieces.Count > 0 && begins <= pieces[^1].Start)
            {
                throw new MediaToolException($"The piece {name} begins at no keyframe of its own.");
            }

            pieces.Add((name, begins));
        }

        var end = Math.Max(durationSeconds, pieces.Count > 0 ? pieces[^1].Start : 0);
        return [.. pieces.Select((piece, i) => new ManifestPiece(piece.Name, (i + 1 < pieces.Count ? pieces[i + 1].Start : end) - piece.Start))];
    }
}
