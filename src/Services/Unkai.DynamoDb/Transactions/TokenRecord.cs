namespace Unkai.DynamoDb.Transactions;

/// <summary>A transaction that was carried out under a client's token.</summary>
/// <param name="Digest">SHA-256 of what it did, in hexadecimal digits.</param>
/// <param name="ExpiresAt">When the token is forgotten.</param>
internal sealed record TokenRecord(string Digest, DateTimeOffset ExpiresAt);
