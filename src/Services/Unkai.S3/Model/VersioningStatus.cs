namespace Unkai.S3.Model;

/// <summary>Whether a bucket keeps what it replaces.</summary>
internal enum VersioningStatus
{
    /// <summary>Never turned on.</summary>
    Off,

    /// <summary>Each write is a version.</summary>
    Enabled,

    /// <summary>Was on; writes replace the null version, older versions stay.</summary>
    Suspended,
}
