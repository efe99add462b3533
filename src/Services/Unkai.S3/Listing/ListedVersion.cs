using Unkai.S3.Model;

namespace Unkai.S3.Listing;

/// <summary>A version in a listing.</summary>
internal readonly record struct ListedVersion(string Key, ObjectRecord Record, bool IsLatest);
