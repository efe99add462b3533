namespace Unkai.Storage;

/// <summary>Ranges by the beginning of a text: S3's prefixes and delimiters.</summary>
public static class TextSubspaces
{
    extension(Subspace<string> subspace)
    {
        /// <summary>The rows whose next part begins with <paramref name="text"/>.</summary>
        public KeyRange StartingWith(string text) => KeyRange.Prefix(subspace.TextPrefix(text));

        /// <summary>The next part of an entry's key, in UTF-8.</summary>
        public ReadOnlySpan<byte> Utf8Of(Entry entry)
        {
            var reader = new KeyReader(entry.Key);
            reader.Skip(subspace.PrefixBytes);
            return reader.Utf8();
        }

        /// <summary>The rows whose next part comes after every text that begins with <paramref name="text"/>: seeks past a common prefix.</summary>
        public KeyRange AfterStartingWith(string text) => new(KeyRange.AfterPrefix(subspace.TextPrefix(text))!, subspace.All.End);
    }
}
