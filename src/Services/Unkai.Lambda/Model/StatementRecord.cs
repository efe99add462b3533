namespace Unkai.Lambda.Model;

/// <summary>One AddPermission.</summary>
internal sealed record StatementRecord
{
    public required string Sid { get; init; }

    public required string Action { get; init; }

    /// <summary>An account id, an ARN, a service's principal name, or <c>*</c>.</summary>
    public required string Principal { get; init; }

    public string? SourceArn { get; init; }

    public string? SourceAccount { get; init; }

    public string? EventSourceToken { get; init; }

    public string? OrganizationId { get; init; }

    public string? FunctionUrlAuthType { get; init; }
}
