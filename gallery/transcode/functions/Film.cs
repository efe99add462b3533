namespace Transcode;

/// <summary>Where one run of one film keeps its objects.</summary>
/// <param name="Name">The uploaded file's name without folder.</param>
/// <param name="Run">The upload's sequencer: a second upload of the same name is another run.</param>
public sealed record Film(string Name, string Run)
{
    /// <summary>What the run consists of, written before its first piece.</summary>
    public string ManifestKey => $"manifests/{Name}/{Run}.json";

    /// <summary>Written by whoever joins; there is one.</summary>
    public string ElectionKey => $"elections/{Name}/{Run}";

    /// <summary>The result.</summary>
    public string FinishedKey => $"finished/{Path.GetFileNameWithoutExtension(Name)}.mp4";

    /// <summary>Why there is no result.</summary>
    public string FailedKey => $"failed/{Name}.json";

    /// <summary>A piece as it was cut.</summary>
    public string PieceKey(string piece) => $"pieces/{Name}/{Run}/{piece}";

    /// <summary>A piece as it was encoded.</summary>
    public string EncodedKey(string piece) => $"encoded/{Name}/{Run}/{piece}.mp4";

    /// <summary>Takes a key of <see cref="PieceKey"/> or <see cref="EncodedKey"/> apart.</summary>
    public static (Film Film, string Piece) Parse(string key)
    {
        var parts = key.Split('/');
        var piece = parts[^1].EndsWith(".mp4", StringComparison.Ordinal) && parts[0] == "encoded" ? parts[^1][..^".mp4".Length] : parts[^1];
        return (new Film(string.Join('/', parts[1..^2]), parts[^2]), piece);
    }
}
