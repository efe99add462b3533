namespace Unkai.DynamoDb.Values;

/// <summary>True or false.</summary>
internal sealed class BooleanValue : Value
{
    private BooleanValue(bool isTrue) => IsTrue = isTrue;

    internal static BooleanValue True { get; } = new(true);

    internal static BooleanValue False { get; } = new(false);

    internal bool IsTrue { get; }

    internal override ValueType Type => ValueType.BOOL;

    internal override int SizeBytes => 1;

    internal static BooleanValue Of(bool isTrue) => isTrue ? True : False;

    public override bool Equals(Value? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => IsTrue ? 1 : 2;
}
