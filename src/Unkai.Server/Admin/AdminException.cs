namespace Unkai.Server.Admin;

/// <summary>An admin request is refused: the status and the words for its sender.</summary>
internal sealed class AdminException(int status, string message) : Exception(message)
{
    internal int Status { get; } = status;
}
