using Unkai.Api;

namespace Unkai.S3.Selecting;

/// <summary>Ends the reading of an expression or of a record deep inside its tree; it becomes the call's error, or the stream's, at once above.</summary>
#pragma warning disable CA1032, CA1064 // One use, one constructor.
internal sealed class SelectException(AwsError error) : Exception(error.Message)
#pragma warning restore CA1032, CA1064
{
    internal AwsError Error { get; } = error;
}
