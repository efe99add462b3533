namespace Unkai.Compute.Bench;

internal static class Invocations
{
    private const int WarmUp = 200;
    private const int WarmRounds = 2_000;
    private const int ColdRounds = 15;

    private static readonly byte[] s_payload = "{\"key\":\"value\"}"u8.ToArray();

    public static async Task<double> WarmMedianMicrosecondsAsync(FunctionPool pool, FunctionDefinition definition)
    {
        var times = new double[WarmRounds];
        for (var i = -WarmUp; i < WarmRounds; i++)
        {
            var microseconds = await TimeAsync(pool, definition);
            if (i >= 0)
            {
                times[i] = microseconds;
            }
        }

        return Statistics.Median(times);
    }

    public static async Task<double> ColdMedianMillisecondsAsync(FunctionPool pool, FunctionDefinition definition)
    {
        var times = new double[ColdRounds];
        for (var i = 0; i < ColdRounds; i++)
        {
            times[i] = await TimeAsync(pool, definition with { RevisionKey = $"cold {i}" }) / 1000;
        }

        return Statistics.Median(times);
    }

    private static async Task<double> TimeAsync(FunctionPool pool, FunctionDefinition definition)
    {
        var context = new InvokeContext
        {
            RequestId = CryptographicRandomSource.Instance.NextGuid().ToString(),
            InvokedFunctionArn = definition.FunctionArn,
        };
        var start = MachineClock.Instance.Timestamp;
        var result = await pool.InvokeAsync(definition, s_payload, context, CancellationToken.None);
        var elapsed = MachineClock.Instance.ElapsedSince(start);
        return result.Status == InvocationStatus.Succeeded
            ? elapsed.TotalMicroseconds
            : throw new InvalidOperationException($"{result.Status} {result.Reason} {System.Text.Encoding.UTF8.GetString(result.Payload.Span)}");
    }
}
