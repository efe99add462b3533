namespace Unkai.Cli.Trying;

/// <summary>The trial came to an end that the user should read: one line.</summary>
internal sealed class TrialFailedException(string message) : Exception(message);
