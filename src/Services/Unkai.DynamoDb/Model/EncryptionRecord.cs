namespace Unkai.DynamoDb.Model;

/// <summary>Encryption as asked for: stored and returned; nothing is encrypted here.</summary>
internal sealed record EncryptionRecord(string KeyArn);
