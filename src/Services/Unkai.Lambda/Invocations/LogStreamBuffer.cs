using System.Globalization;
using System.Text;
using Unkai.Api.Logs;
using Unkai.Cloud;
using Unkai.Compute;

namespace Unkai.Lambda.Invocations;

/// <summary>
/// Lines of one log stream on their way to CloudWatch Logs: sent when an invocation has ended, or a tenth of a second after the first.
/// Invocations that follow one another more quickly share a batch.
/// </summary>
internal sealed class LogStreamBuffer(MachineClock machine, Background background, Func<Call> newCall, string group, string stream, Action onEmpty)
{
    private const int PendingBytesMax = 8 * 1024 * 1024;
    private const int BatchEventsMax = 10_000;
    private const int BatchBytesMax = 1_048_576;
    private const int EventOverheadBytes = 26;
    private const int AttemptsMax = 3;
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_spanMax = TimeSpan.FromHours(24);

    private readonly Lock _lock = new();
    private readonly Queue<FunctionLogLine> _pending = new();
    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IDisposable? _activity;
    private Task _sending = Task.CompletedTask;
    private int _pendingBytes;
    private int _dropped;
    private bool _isSending;
    private bool _isClosed;
    private bool _isThere;

    /// <returns>False when the buffer is closed: the stream needs another.</returns>
    internal bool TryAdd(in FunctionLogLine line)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return false;
            }

            if (_pendingBytes > PendingBytesMax)
            {
                _dropped++;
                return true;
            }

            _pending.Enqueue(line);
            _pendingBytes += SizeOf(line);
            _activity ??= background.Begin();
            if (!_isSending)
            {
                _isSending = true;
                _sending = Task.Run(SendAsync);
            }

            if (line.Text.StartsWith("REPORT RequestId:", StringComparison.Ordinal))
            {
                _hurry.TrySetResult();
            }

            return true;
        }
    }

    /// <summary>Sends at once what is there.</summary>
    internal Task HurryAsync()
    {
        lock (_lock)
        {
            _stop.TrySetResult();
            return _sending;
        }
    }

    private async Task SendAsync()
    {
        while (true)
        {
            Task hurry;
            lock (_lock)
            {
                hurry = _hurry.Task;
            }

            await Task.WhenAny(hurry, _stop.Task, machine.DelayAsync(s_gathering, CancellationToken.None));
            var batch = TakeBatch();
            if (batch is null)
            {
                onEmpty();
                return;
            }

            try
            {
                await PutAsync(batch);
            }
            finally
            {
                EndActivity();
            }

            await RestAsync();
        }
    }

    private void EndActivity()
    {
        IDisposable? ended = null;
        lock (_lock)
        {
            if (_pending.Count == 0)
            {
                (ended, _activity) = (_activity, null);
            }
        }

        ended?.Dispose();
    }

    /// <summary>Lets lines gather, unless somebody waits for the world to come to rest.</summary>
    private async Task RestAsync()
    {
        var held = background.WhenHeld;
        if (!held.IsCancellationRequested)
        {
            // Cancelled or not, it has ended.
            await Task.WhenAny(_stop.Task, machine.DelayAsync(s_gathering, held));
        }
    }

    private List<InputLogEvent>? TakeBatch()
    {
        lock (_lock)
        {
            if (_pending.Count == 0)
            {
                _isClosed = true;
                return null;
            }

            var batch = new List<InputLogEvent>();
            var bytes = 0;
            var first = _pending.Peek().Time;
            while (_pending.TryPeek(out var line) && batch.Count < BatchEventsMax && bytes + SizeOf(line) <= BatchBytesMax && (line.Time - first).Duration() < s_spanMax)
            {
                _pending.Dequeue();
                bytes += SizeOf(line);
                batch.Add(new InputLogEvent { Timestamp = line.Time.ToUnixTimeMilliseconds(), Message = line.Text.Length == 0 ? "\n" : line.Text + "\n" });
            }

            _pendingBytes -= bytes;
            if (_dropped > 0 && _pending.Count == 0)
            {
                batch.Add(new InputLogEvent
                {
                    Timestamp = batch[^1].Timestamp,
                    Message = string.Create(CultureInfo.InvariantCulture, $"[WARNING]\tUnkai: {_dropped} lines came faster than CloudWatch Logs took them and were dropped\n"),
                });
                _dropped = 0;
            }

            if (_pending.Count == 0)
            {
                _hurry = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            // The world's clock can be set back between two lines.
            return [.. batch.OrderBy(static entry => entry.Timestamp)];
        }
    }

    private async Task PutAsync(List<InputLogEvent> batch)
    {
        var call = newCall();
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (!_isThere)
            {
                await CreateAsync(call);
            }

            var put = await call.Logs.PutLogEventsAsync(new PutLogEventsRequest { LogGroupName = group, LogStreamName = stream, LogEvents = batch });
            _isThere = put.Error?.Code != "ResourceNotFoundException";
            if (!put.IsError || (_isThere && put.Error.IsSender))
            {
                return;
            }
        }
    }

    private async Task CreateAsync(Call call)
    {
        var stated = new CreateLogStreamRequest { LogGroupName = group, LogStreamName = stream };
        var created = await call.Logs.CreateLogStreamAsync(stated);
        if (created.Error?.Code == "ResourceNotFoundException")
        {
            await call.Logs.CreateLogGroupAsync(new CreateLogGroupRequest { LogGroupName = group });
            await call.Logs.CreateLogStreamAsync(stated);
        }
    }

    private static int SizeOf(in FunctionLogLine line) => Encoding.UTF8.GetByteCount(line.Text) + 1 + EventOverheadBytes;
}
