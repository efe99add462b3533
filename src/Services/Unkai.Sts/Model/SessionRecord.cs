using System.Text.Json.Serialization;
using Unkai.Api;

namespace Unkai.Sts.Model;

/// <summary>Temporary credentials as they are stored.</summary>
internal sealed record SessionRecord
{
    public required string Secret { get; init; }

    public required string Token { get; init; }

    public required DateTimeOffset Expiration { get; init; }

    public required PrincipalKind Kind { get; init; }

    public required string Account { get; init; }

    public required string Arn { get; init; }

    public required string UserId { get; init; }

    /// <summary>The role's ARN, of a role's session.</summary>
    public string? Issuer { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public IReadOnlyList<string>? Policies { get; init; }

    public Dictionary<string, string>? Tags { get; init; }
}

/// <summary>How STS's records are written.</summary>
[JsonSerializable(typeof(SessionRecord))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class StsJson : JsonSerializerContext;
