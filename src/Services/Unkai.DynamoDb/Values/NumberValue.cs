namespace Unkai.DynamoDb.Values;

/// <summary>A number.</summary>
internal sealed class NumberValue(Number number) : Value
{
    internal Number Number { get; } = number;

    internal override ValueType Type => ValueType.N;

    internal override int SizeBytes => Number.SizeBytes;

    internal override int? CompareTo(Value other) => other is NumberValue { Number: var number } ? Number.CompareTo(number) : null;

    public override bool Equals(Value? other) => other is NumberValue { Number: var number } && Number == number;

    public override int GetHashCode() => Number.GetHashCode();
}
