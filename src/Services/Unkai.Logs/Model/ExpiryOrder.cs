namespace Unkai.Logs.Model;

/// <summary>The daily job that removes a group's expired events.</summary>
internal sealed record ExpiryOrder(string Account, string Region, string Group, string GroupId, int Generation);
