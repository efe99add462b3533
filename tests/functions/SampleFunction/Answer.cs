namespace SampleFunction;

public sealed class Answer
{
    public string Text { get; set; } = "";

    public int Calls { get; set; }
}
