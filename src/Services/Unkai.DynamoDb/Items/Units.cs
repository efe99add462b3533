namespace Unkai.DynamoDb.Items;

/// <summary>How many capacity units a size is.</summary>
/// <remarks>Source: DynamoDB Developer Guide, "DynamoDB read and write operations": 4 KB a read unit, half of one if eventually consistent, 1 KB a write unit.</remarks>
internal static class Units
{
    private const int ReadBytes = 4096;
    private const int WriteBytes = 1024;

    internal static double OfRead(long sizeBytes, bool isConsistent) => Math.Max(1, (sizeBytes + ReadBytes - 1) / ReadBytes) * (isConsistent ? 1.0 : 0.5);

    internal static double OfWrite(long sizeBytes) => Math.Max(1, (sizeBytes + WriteBytes - 1) / WriteBytes);
}
