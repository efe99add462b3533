namespace Unkai.DynamoDb.Values;

/// <summary>The order of UTF-8 bytes, for text in UTF-16: the two differ where a surrogate meets a character from U+E000 on.</summary>
internal static class TextOrder
{
    private const char FirstSurrogate = '\ud800';
    private const char FirstAfterSurrogates = '\ue000';

    internal static int Compare(string first, string second)
    {
        var common = first.AsSpan().CommonPrefixLength(second);
        return common == first.Length || common == second.Length
            ? first.Length.CompareTo(second.Length)
            : Rank(first[common]).CompareTo(Rank(second[common]));
    }

    /// <summary>Surrogates stand for characters above all others.</summary>
    private static int Rank(char unit) => unit is >= FirstSurrogate and < FirstAfterSurrogates ? unit + 0x10000 : unit;
}
