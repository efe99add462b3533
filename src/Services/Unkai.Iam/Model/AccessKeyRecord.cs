namespace Unkai.Iam.Model;

/// <summary>A user's access key.</summary>
internal sealed record AccessKeyRecord
{
    public required string Account { get; init; }

    public required string User { get; init; }

    public required string Secret { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public bool IsActive { get; init; } = true;
}
