using System.Text;

namespace Unkai.DynamoDb.Values;

/// <summary>Text. Its order is that of its UTF-8 bytes.</summary>
internal sealed class StringValue(string text) : Value
{
    internal string Text { get; } = text;

    internal override ValueType Type => ValueType.S;

    internal override int SizeBytes => Encoding.UTF8.GetByteCount(Text);

    internal override int? CompareTo(Value other) => other is StringValue { Text: var text } ? TextOrder.Compare(Text, text) : null;

    public override bool Equals(Value? other) => other is StringValue { Text: var text } && string.Equals(Text, text, StringComparison.Ordinal);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}
