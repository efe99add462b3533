namespace Unkai.Api;

/// <summary>Carries an <see cref="AwsError"/> out of a stream that finds it while it is being read (a chunk's bad signature, a wrong checksum).</summary>
/// <remarks>Only such streams throw it; the pipeline turns it back into the value. Everything else returns errors.</remarks>
public sealed class AwsErrorException(AwsError error) : IOException(error.Message)
{
    /// <summary>What the caller is answered.</summary>
    public AwsError Error { get; } = error;
}
