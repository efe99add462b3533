namespace Unkai.Lambda.Model;

/// <summary>The job of polling a mapping's queue for as long as the mapping stays as it is.</summary>
internal sealed record PollOrder(string Account, string Region, string Uuid, int Generation);
