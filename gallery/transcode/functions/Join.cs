using System.Globalization;
using System.Net;

namespace Transcode;

/// <summary>Joins the encoded pieces once all are there; a conditional write elects exactly one joiner.</summary>
public sealed class Join
{
    /// <summary>Handles one encoded piece's arrival in <c>encoded/</c>.</summary>
    public async Task HandleAsync(S3Event notification)
    {
        foreach (var record in notification.Records)
        {
            var bucket = record.S3.Bucket.Name;
            var key = WebUtility.UrlDecode(record.S3.Item.Key);
            var (film, _) = Film.Parse(key);
            try
            {
                await JoinAsync(bucket, key, film);
            }
            catch (MediaToolException refused)
            {
                Console.WriteLine($"{film.Name}: {refused.Message}");
                await ObjectStore.WriteJsonAsync(bucket, film.FailedKey, new Failure(film.Name, "join", refused.Message));
            }
        }
    }

    private static async Task JoinAsync(string bucket, string key, Film film)
    {
        if (await ObjectStore.TryReadJsonAsync<Manifest>(bucket, film.ManifestKey) is not { } manifest)
        {
            // The sound overtook the manifest; the pictures' pieces follow it.
            return;
        }

        List<string> wanted = [.. manifest.Pieces.Select(piece => piece.Name)];
        if (manifest.HasSound)
        {
            wanted.Add(Manifest.SoundPiece);
        }

        var there = await ObjectStore.ListAsync(bucket, film.EncodedKey("")[..^".mp4".Length]);
        if (!wanted.TrueForAll(piece => there.Contains(film.EncodedKey(piece))))
        {
            return;
        }

        // The vote is the key of the piece that came: should the joiner crash, the retry of its event votes the same and goes on.
        if (await ObjectStore.ElectAsync(bucket, film.ElectionKey, key) != key)
        {
            return;
        }

        using var work = new Workspace();
        await Parallel.ForEachAsync(
            wanted,
            new ParallelOptions { MaxDegreeOfParallelism = ObjectStore.Parallelism },
            async (piece, _) => await ObjectStore.DownloadAsync(bucket, film.EncodedKey(piece), work.File(piece)));
        await using (var list = File.CreateText(work.File("pieces.txt")))
        {
            await list.WriteLineAsync("ffconcat version 1.0");
            foreach (var piece in manifest.Pieces)
            {
                await list.WriteLineAsync($"file {piece.Name}");
                await list.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"duration {piece.DurationSeconds:F6}"));
            }
        }

        List<string> arguments = ["-v", "error", "-y", "-f", "concat", "-i", work.File("pieces.txt")];
        if (manifest.HasSound)
        {
            arguments.AddRange(["-i", work.File(Manifest.SoundPiece), "-map", "0:v:0", "-map", "1:a:0"]);
        }

        var joined = work.File("joined.mp4");
        await MediaTool.RunAsync("ffmpeg", [.. arguments, "-c", "copy", "-movflags", "+faststart", joined]);
        await ObjectStore.UploadAsync(bucket, film.FinishedKey, joined, "video/mp4");
        Console.WriteLine($"{film.FinishedKey}: joined from {manifest.Pieces.Count} pieces");
    }
}
