using System.Text;

namespace Unkai.DynamoDb.Values;

/// <summary>A set of strings.</summary>
internal sealed class StringSetValue(List<string> elements) : SetValue<string>(elements, StringComparer.Ordinal)
{
    internal override ValueType Type => ValueType.SS;

    internal override int SizeBytes
    {
        get
        {
            var size = 0;
            foreach (var element in Elements)
            {
                size += Encoding.UTF8.GetByteCount(element);
            }

            return size;
        }
    }

    internal override bool Contains(Value value) => value is StringValue { Text: var element } && Has(element);

    private protected override SetValue<string> With(List<string> others) => new StringSetValue(others);
}
