namespace Unkai.S3.Model;

/// <summary>A configuration as it was put, in JSON by the model's names.</summary>
internal sealed record ConfigurationRecord(string Json);
