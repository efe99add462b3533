namespace Unkai.S3.Model;

/// <summary>Whose a bucket or an object is, and who else may do what with it.</summary>
/// <param name="Owner">The owning account's number.</param>
/// <param name="Grants">In the order they were given; the owner's own stand among them.</param>
internal sealed record AclRecord(string Owner, IReadOnlyList<GrantRecord> Grants);
