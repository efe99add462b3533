using System.Net;

namespace Transcode;

/// <summary>Encodes one piece; many run at once.</summary>
public sealed class Encode
{
    /// <summary>The settings of the pictures, which the plain comparison shares.</summary>
    public static IReadOnlyList<string> PictureSettings { get; } = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p"];

    /// <summary>The settings of the sound.</summary>
    public static IReadOnlyList<string> SoundSettings { get; } = ["-c:a", "aac", "-b:a", "128k"];

    /// <summary>Handles one piece's arrival in <c>pieces/</c>.</summary>
    public async Task HandleAsync(S3Event notification)
    {
        foreach (var record in notification.Records)
        {
            var bucket = record.S3.Bucket.Name;
            var key = WebUtility.UrlDecode(record.S3.Item.Key);
            var (film, piece) = Film.Parse(key);
            try
            {
                await EncodeAsync(bucket, key, film, piece);
            }
            catch (MediaToolException refused)
            {
                Console.WriteLine($"{film.Name}/{piece}: {refused.Message}");
                await ObjectStore.WriteJsonAsync(bucket, film.FailedKey, new Failure(film.Name, $"encode {piece}", refused.Message));
            }
        }
    }

    private static async Task EncodeAsync(string bucket, string key, Film film, string piece)
    {
        await CrashOnceAsync(bucket, film, piece);
        using var work = new Workspace();
        var source = work.File("source.nut");
        var target = work.File("target.mp4");
        await ObjectStore.DownloadAsync(bucket, key, source);
        IReadOnlyList<string> settings = piece == Manifest.SoundPiece
            ? SoundSettings
            : [.. PictureSettings, "-threads", "1", "-fps_mode", "passthrough", "-video_track_timescale", "90000"];
        await MediaTool.RunAsync("ffmpeg", ["-v", "error", "-y", "-i", source, .. settings, target]);
        await ObjectStore.UploadAsync(bucket, film.EncodedKey(piece), target, "video/mp4");
    }

    /// <summary>For game days: the piece that <c>CRASH_ONCE_ON</c> names takes its process down, the first time.</summary>
    private static async Task CrashOnceAsync(string bucket, Film film, string piece)
    {
        if (Environment.GetEnvironmentVariable("CRASH_ONCE_ON") != piece || await ObjectStore.ExistsAsync(bucket, $"crashed/{film.Name}/{film.Run}"))
        {
            return;
        }

        await ObjectStore.WriteJsonAsync(bucket, $"crashed/{film.Name}/{film.Run}", piece);
        Environment.FailFast("CRASH_ONCE_ON");
    }
}
