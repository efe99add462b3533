using Unkai.Storage;

namespace Unkai.Lambda;

/// <summary>A package that is durable and that no record has yet.</summary>
internal sealed record NewPackage(Body Body, string Sha256, long SizeBytes);
