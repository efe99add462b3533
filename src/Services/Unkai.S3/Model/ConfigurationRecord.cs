namespace Unkai.S3.Model;

/// <summary>A text that is kept: a configuration as it was put, in JSON by the model's names, or a line of a log.</summary>
internal sealed record ConfigurationRecord(string Json);
