using Npgsql;

namespace Unkai.Storage.Postgres;

/// <summary>A group of transactions as the arrays that <c>unkai.commit_group</c> takes.</summary>
internal sealed class GroupParameters
{
    internal const string Statement = "SELECT unkai.commit_group($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";

    private readonly int _world;
    private readonly long _node;
    private readonly long _number;
    private readonly string _hints;
    private readonly List<long> _snapshots = [];
    private readonly List<int> _getTransactions = [];
    private readonly List<byte[]> _getKeys = [];
    private readonly List<long> _getVersions = [];
    private readonly List<int> _rangeTransactions = [];
    private readonly List<byte[]> _rangeStarts = [];
    private readonly List<byte[]?> _rangeEnds = [];
    private readonly List<int> _rangeCounts = [];
    private readonly List<int> _writeTransactions = [];
    private readonly List<short> _writeKinds = [];
    private readonly List<byte[]> _writeKeys = [];
    private readonly List<byte[]?> _writeValues = [];
    private readonly List<long> _writeNumbers = [];
    private readonly List<int?> _writeStamps = [];

    internal GroupParameters(int world, long node, long number, string hints, IReadOnlyList<Submission> group)
    {
        _world = world;
        _node = node;
        _number = number;
        _hints = hints;
        for (var i = 0; i < group.Count; i++)
        {
            Add(i + 1, group[i]);
        }
    }

    private enum Kind : short
    {
        Put,
        Delete,
        Add,
        DeleteRange,
        Append,
    }

    internal void AddTo(NpgsqlParameterCollection parameters)
    {
        Add(parameters, _world);
        Add(parameters, _node);
        Add(parameters, _number);
        Add(parameters, _snapshots);
        Add(parameters, _getTransactions);
        Add(parameters, _getKeys);
        Add(parameters, _getVersions);
        Add(parameters, _rangeTransactions);
        Add(parameters, _rangeStarts);
        Add(parameters, _rangeEnds);
        Add(parameters, _rangeCounts);
        Add(parameters, _writeTransactions);
        Add(parameters, _writeKinds);
        Add(parameters, _writeKeys);
        Add(parameters, _writeValues);
        Add(parameters, _writeNumbers);
        Add(parameters, _writeStamps);
        Add(parameters, _hints);
    }

    private static void Add<T>(NpgsqlParameterCollection parameters, T value) => parameters.Add(new NpgsqlParameter<T> { TypedValue = value });

    private void Add(int transaction, Submission submission)
    {
        _snapshots.Add(submission.Snapshot);
        foreach (var (key, version) in submission.Gets)
        {
            _getTransactions.Add(transaction);
            _getKeys.Add(key);
            _getVersions.Add(version);
        }

        foreach (var (range, count) in submission.Ranges)
        {
            _rangeTransactions.Add(transaction);
            _rangeStarts.Add(range.Start);
            _rangeEnds.Add(range.End);
            _rangeCounts.Add(count);
        }

        // Ranges are removed first: what a transaction wrote into one before is not among its writes any more.
        foreach (var range in submission.Writes.Removed)
        {
            Write(transaction, Kind.DeleteRange, range.Start, range.End, 0, null);
        }

        foreach (var write in submission.Writes.Writes)
        {
            if (write.Delta is { } delta)
            {
                Write(transaction, Kind.Add, write.Key, null, delta, null);
            }
            else if (write.Value is null)
            {
                Write(transaction, Kind.Delete, write.Key, null, 0, null);
            }
            else
            {
                Write(transaction, Kind.Put, write.Key, write.Value, write.StampOrder, write.StampOffset >= 0 ? write.StampOffset : null);
            }
        }

        var order = 0;
        foreach (var (prefix, value) in submission.Writes.Appends)
        {
            Write(transaction, Kind.Append, prefix, value, order++, null);
        }
    }

    private void Write(int transaction, Kind kind, byte[] key, byte[]? value, long number, int? stamp)
    {
        _writeTransactions.Add(transaction);
        _writeKinds.Add((short)kind);
        _writeKeys.Add(key);
        _writeValues.Add(value);
        _writeNumbers.Add(number);
        _writeStamps.Add(stamp);
    }
}
