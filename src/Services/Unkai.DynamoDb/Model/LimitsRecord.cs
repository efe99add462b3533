namespace Unkai.DynamoDb.Model;

/// <summary>Two numbers of units a second, either of which may be missing: on-demand maxima (-1: none) and warm throughput.</summary>
internal sealed record LimitsRecord(long? Read, long? Write);
