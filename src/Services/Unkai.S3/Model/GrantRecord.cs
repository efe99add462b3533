namespace Unkai.S3.Model;

/// <summary>One line of an access control list.</summary>
/// <param name="Grantee">An account's number, or a group's URI.</param>
/// <param name="Permission"><c>FULL_CONTROL</c>, <c>READ</c>, <c>WRITE</c>, <c>READ_ACP</c> or <c>WRITE_ACP</c>.</param>
internal sealed record GrantRecord(string Grantee, string Permission);
