namespace SampleFunction;

public sealed class Order
{
    public string Name { get; set; } = "";

    public int Count { get; set; }
}
