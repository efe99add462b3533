using Microsoft.Win32.SafeHandles;

namespace Unkai.Bench;

/// <summary>Appends with group commit: whoever finds the log idle writes, and syncs, for all who wait.</summary>
internal sealed class GroupCommitLog(string path, bool always) : IDisposable
{
    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
    private readonly Lock _lock = new();
    private List<(byte[] Bytes, TaskCompletionSource Done)> _waiting = [];
    private bool _isWriting;
    private long _length;

    public void Dispose() => _file.Dispose();

    internal Task AppendAsync(byte[] bytes)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add((bytes, done));
            if (_isWriting)
            {
                return done.Task;
            }

            _isWriting = true;
        }

        if (always)
        {
            _ = Task.Run(Write);
        }
        else
        {
            Write();
        }

        return done.Task;
    }

    private void Write()
    {
        while (true)
        {
            List<(byte[] Bytes, TaskCompletionSource Done)> batch;
            lock (_lock)
            {
                if (_waiting.Count == 0)
                {
                    _isWriting = false;
                    return;
                }

                batch = _waiting;
                _waiting = [];
            }

            RandomAccess.Write(_file, [.. batch.Select(entry => (ReadOnlyMemory<byte>)entry.Bytes)], _length);
            _length += batch.Sum(entry => (long)entry.Bytes.Length);
            if (always)
            {
                RandomAccess.FlushToDisk(_file);
            }

            foreach (var (_, done) in batch)
            {
                done.TrySetResult();
            }
        }
    }
}
