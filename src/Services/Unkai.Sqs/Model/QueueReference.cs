namespace Unkai.Sqs.Model;

/// <summary>One queue and no later one of the same name: what jobs hold.</summary>
internal sealed record QueueReference(string Account, string Region, string Name, long Id);
