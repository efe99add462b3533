namespace Unkai.DynamoDb.Values;

/// <summary>A set of byte strings.</summary>
internal sealed class BinarySetValue(List<ReadOnlyMemory<byte>> elements) : SetValue<ReadOnlyMemory<byte>>(elements, ByteComparer.Instance)
{
    internal override ValueType Type => ValueType.BS;

    internal override int SizeBytes
    {
        get
        {
            var size = 0;
            foreach (var element in Elements)
            {
                size += element.Length;
            }

            return size;
        }
    }

    internal override bool Contains(Value value) => value is BinaryValue { Bytes: var element } && Has(element);

    private protected override SetValue<ReadOnlyMemory<byte>> With(List<ReadOnlyMemory<byte>> others) => new BinarySetValue(others);
}
