namespace Unkai.DynamoDb.Values;

/// <summary>A set of numbers.</summary>
internal sealed class NumberSetValue(List<Number> elements) : SetValue<Number>(elements, EqualityComparer<Number>.Default)
{
    internal override ValueType Type => ValueType.NS;

    internal override int SizeBytes
    {
        get
        {
            var size = 0;
            foreach (var element in Elements)
            {
                size += element.SizeBytes;
            }

            return size;
        }
    }

    internal override bool Contains(Value value) => value is NumberValue { Number: var element } && Has(element);

    private protected override SetValue<Number> With(List<Number> others) => new NumberSetValue(others);
}
