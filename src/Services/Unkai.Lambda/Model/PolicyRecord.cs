namespace Unkai.Lambda.Model;

/// <summary>A resource policy; every statement allows.</summary>
internal sealed record PolicyRecord(string RevisionId, IReadOnlyList<StatementRecord> Statements);
