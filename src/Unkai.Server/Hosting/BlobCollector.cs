using Microsoft.Extensions.Logging;
using Unkai.Compute;
using Unkai.Storage;

namespace Unkai.Server.Hosting;

/// <summary>Removes, now and then, the blobs that no record refers to any more, and unpacked code that nobody has used of late.</summary>
internal sealed partial class BlobCollector : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly BlobStore _blobs;
    private readonly CodeCache _code;
    private readonly ILogger _logger;
    private readonly Task _loop;

    internal BlobCollector(BlobStore blobs, CodeCache code, ILogger logger)
    {
        _blobs = blobs;
        _code = code;
        _logger = logger;
        _loop = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Error, Message = "Blobs could not be collected; the next attempt is in ten minutes")]
    private static partial void Failed(ILogger logger, Exception exception);

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await MachineClock.Instance.DelayAsync(s_interval, _stop.Token);
                await _blobs.CollectAsync(_stop.Token);
                _code.Collect();
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The top of a loop that must go on.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Failed(_logger, failure);
            }
        }
    }
}
