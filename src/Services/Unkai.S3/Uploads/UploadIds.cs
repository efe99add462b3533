namespace Unkai.S3.Uploads;

/// <summary>Upload ids: the time first, so that listings show one key's uploads in the order they began; then chance.</summary>
/// <remarks>11 characters of the time in units of 100 ns, six bits each, then 85 random ones.</remarks>
internal static class UploadIds
{
    private const int TimeCharacters = 11;
    private const int RandomCharacters = 85;
    private const int BitsPerCharacter = 6;

    /// <summary>In the order of their codes, so that ids sort as the times do.</summary>
    private const string Alphabet = ".0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    internal static string Create(DateTimeOffset time, IRandomSource random)
    {
        Span<char> characters = stackalloc char[TimeCharacters];
        var rest = time.UtcTicks;
        for (var i = TimeCharacters - 1; i >= 0; i--)
        {
            characters[i] = Alphabet[(int)(rest & ((1 << BitsPerCharacter) - 1))];
            rest >>= BitsPerCharacter;
        }

        return string.Concat(characters, random.NextString(RandomCharacters, Alphabet));
    }
}
