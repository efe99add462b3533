namespace Unkai.DynamoDb.Values;

/// <summary>The types of values, by the names that they have on the wire and in AWS's messages. The numbers stand in stored items.</summary>
internal enum ValueType : byte
{
    S = 1,
    N = 2,
    B = 3,
    BOOL = 4,
    NULL = 5,
    L = 6,
    M = 7,
    SS = 8,
    NS = 9,
    BS = 10,
}
