using Amazon.Lambda.Core;

namespace SampleFunction;

public sealed class Handlers
{
    private int _calls;

    public static Stream Echo(Stream input) => input;

    public Answer Greet(Order order) => new() { Text = $"{order.Count} {order.Name}", Calls = ++_calls };

    public async Task<string> UpperAsync(string text)
    {
        await Task.Yield();
        return text.ToUpperInvariant();
    }

    public async ValueTask<int> AddAsync(int number, ILambdaContext context)
    {
        await Task.Yield();
        context.Logger.LogLine($"request {context.AwsRequestId} of {context.FunctionName}");
        return number + context.MemoryLimitInMB;
    }

    public async Task NothingAsync(Stream input)
    {
        await Task.Yield();
        Console.WriteLine("nothing " + input.Length);
    }

    public static string Fail(string text) => throw new InvalidOperationException("no " + text);

    public static async Task<string> FailAsync(string text)
    {
        await Task.Yield();
        throw new ArgumentException("later " + text);
    }
}
