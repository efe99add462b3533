namespace Transcode;

/// <summary>What a film was cut into.</summary>
/// <param name="Pieces">The pictures' pieces, in order.</param>
/// <param name="HasSound">Whether there is a piece <see cref="SoundPiece"/>.</param>
/// <param name="DurationSeconds">The film's length as its container says.</param>
public sealed record Manifest(IReadOnlyList<ManifestPiece> Pieces, bool HasSound, double DurationSeconds)
{
    /// <summary>The name of the sound's piece.</summary>
    public const string SoundPiece = "sound.nut";
}

/// <summary>One piece.</summary>
/// <param name="Name">Its file's name.</param>
/// <param name="DurationSeconds">From its first picture to the next piece's first.</param>
public sealed record ManifestPiece(string Name, double DurationSeconds);
