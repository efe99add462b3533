namespace Unkai.Cli.Trying;

internal static class TranscodeTrial
{
    internal static Task<int> RunAsync(TranscodeOptions options, CancellationToken cancellation) => Task.FromResult(ExitCodes.Failed);
}
