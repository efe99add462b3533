namespace Unkai.DynamoDb.Values;

/// <summary>Several key values as bytes that sort by the first, then by the second, and so on.</summary>
/// <remarks>Each is its <see cref="KeyBytes"/> with 00 written as 00 FF, and ends with 00 01.</remarks>
internal static class CompositeKeyBytes
{
    private const byte Zero = 0;
    private const byte EscapedZero = 0xff;
    private const byte End = 1;

    internal static byte[] Of(IEnumerable<Value> values)
    {
        var bytes = new List<byte>();
        foreach (var value in values)
        {
            Append(bytes, value);
            bytes.Add(Zero);
            bytes.Add(End);
        }

        return [.. bytes];
    }

    /// <summary>What all keys begin with that have these values first and then one that begins with the last.</summary>
    internal static byte[] Beginning(IEnumerable<Value> values, Value last)
    {
        var bytes = new List<byte>(Of(values));
        Append(bytes, last);
        return [.. bytes];
    }

    private static void Append(List<byte> bytes, Value value)
    {
        foreach (var one in KeyBytes.Of(value))
        {
            bytes.Add(one);
            if (one == Zero)
            {
                bytes.Add(EscapedZero);
            }
        }
    }
}
