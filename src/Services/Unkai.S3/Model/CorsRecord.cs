namespace Unkai.S3.Model;

/// <summary>One rule of a bucket's CORS configuration.</summary>
internal sealed record CorsRecord
{
    public string? Id { get; init; }

    public IReadOnlyList<string> AllowedMethods { get; init; } = [];

    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    public IReadOnlyList<string> AllowedHeaders { get; init; } = [];

    public IReadOnlyList<string> ExposeHeaders { get; init; } = [];

    /// <summary>How long a browser may keep a preflight's answer, in seconds.</summary>
    public int? MaxAgeSeconds { get; init; }
}
