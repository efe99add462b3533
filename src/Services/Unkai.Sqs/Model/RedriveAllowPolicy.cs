namespace Unkai.Sqs.Model;

/// <summary>Which queues may name this one as their dead-letter queue.</summary>
/// <param name="Text">As the caller wrote it.</param>
/// <param name="Permission"><c>allowAll</c>, <c>denyAll</c> or <c>byQueue</c>.</param>
/// <param name="Sources">The ARNs of <c>byQueue</c>.</param>
internal sealed record RedriveAllowPolicy(string Text, string Permission, IReadOnlyList<string> Sources)
{
    internal bool Allows(string source) => Permission == "allowAll" || (Permission == "byQueue" && Sources.Contains(source));
}
