namespace Unkai.S3.AccessPoints;

/// <summary>What an access point is known by: its name is unique in an account and region.</summary>
internal sealed record AccessPointId(string Region, string Account, string Name)
{
    internal string Arn => $"arn:aws:s3:{Region}:{Account}:accesspoint/{Name}";
}
