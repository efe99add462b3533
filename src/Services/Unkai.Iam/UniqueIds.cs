namespace Unkai.Iam;

/// <summary>IAM's unique ids and access keys: a prefix that says the kind, and chance.</summary>
/// <remarks>Source: IAM User Guide, "IAM identifiers", unique identifiers.</remarks>
internal static class UniqueIds
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string SecretAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    internal static string Create(string prefix, IRandomSource random) => prefix + random.NextString(17, Alphabet);

    internal static string CreateSecret(IRandomSource random) => random.NextString(40, SecretAlphabet);
}
