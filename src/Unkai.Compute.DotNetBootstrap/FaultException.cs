namespace Unkai.Compute.DotNetBootstrap;

/// <summary>An error that has a name of Lambda's own.</summary>
internal sealed class FaultException(string type, string message) : Exception(message)
{
    public string Type { get; } = type;
}
