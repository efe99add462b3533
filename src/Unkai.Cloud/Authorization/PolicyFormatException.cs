namespace Unkai.Cloud.Authorization;

/// <summary>Unwinds the policy parser; <see cref="PolicyParser.Parse"/> turns it into a value.</summary>
internal sealed class PolicyFormatException(string message) : Exception(message);
