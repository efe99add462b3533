namespace Unkai.Server;

/// <summary>A cloud could not start, for a reason that its operator can mend; the message is one line for them.</summary>
public sealed class ServerStartException(string message, Exception? inner = null) : Exception(message, inner);
