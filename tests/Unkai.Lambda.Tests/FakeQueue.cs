using System.Globalization;
using Unkai.Api;
using Unkai.Api.Sqs;

namespace Unkai.Lambda.Tests;

internal sealed class FakeQueue
{
    private readonly Lock _lock = new();
    private readonly List<Message> _visible = [];
    private readonly Dictionary<string, Message> _hidden = [];
    private readonly List<SendMessageRequest> _sent = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _numbers;

    /// <summary>How many sends are still to be refused.</summary>
    internal int Refusals { get; set; }

    internal void Send(SendMessageRequest request)
    {
        lock (_lock)
        {
            if (Refusals > 0)
            {
                Refusals--;
                throw new AwsErrorException(new AwsError("AWS.SimpleQueueService.NonExistentQueue", 400, "The queue is not there yet."));
            }

            var number = (++_numbers).ToString(CultureInfo.InvariantCulture);
            _sent.Add(request);
            _visible.Add(new Message { MessageId = "id" + number, ReceiptHandle = "handle" + number, Body = request.MessageBody, MD5OfBody = "" });
            Changed();
        }
    }

    internal async Task<List<Message>> ReceiveAsync(int max, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_visible.Count > 0)
                {
                    var taken = _visible.Take(max).ToList();
                    _visible.RemoveRange(0, taken.Count);
                    taken.ForEach(message => _hidden[message.ReceiptHandle!] = message);
                    Changed();
                    return taken;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellation);
        }
    }

    internal void Delete(IEnumerable<string> handles)
    {
        lock (_lock)
        {
            foreach (var handle in handles)
            {
                _hidden.Remove(handle);
            }

            Changed();
        }
    }

    /// <summary>Waits until this many messages have been sent.</summary>
    internal async Task<IReadOnlyList<SendMessageRequest>> WaitForSentAsync(int count) => await WaitAsync(() => _sent.Count >= count ? _sent.ToList() : null);

    /// <summary>Waits until exactly these bodies are received and not deleted.</summary>
    internal Task WaitForHiddenAsync(params string[] bodies) =>
        WaitAsync(() => _visible.Count == 0 && _hidden.Values.Select(message => message.Body).Order().SequenceEqual(bodies) ? "" : null);

    private async Task<T> WaitAsync<T>(Func<T?> look)
        where T : class
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (look() is { } found)
                {
                    return found;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    private void Changed()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
