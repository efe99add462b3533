namespace Unkai.Storage.Torture;

/// <summary>The store broke a promise.</summary>
internal sealed class TortureException(string message) : Exception(message);
