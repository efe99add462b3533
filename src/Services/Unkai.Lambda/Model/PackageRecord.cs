namespace Unkai.Lambda.Model;

/// <summary>A version's deployment package: the field form of a body.</summary>
internal sealed record PackageRecord(byte[] Body);
