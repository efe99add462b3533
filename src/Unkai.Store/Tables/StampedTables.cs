namespace Unkai.Storage;

/// <summary>Tables whose keys end in the commit's stamp: rows are appended, in the order of commits, without conflicts.</summary>
public static class StampedTables
{
    extension<T1, TValue>(Table<(T1, CommitStamp), TValue> table)
        where TValue : class
    {
        /// <summary>Adds a row whose key ends in the commit's stamp.</summary>
        public PendingStamp Append(Transaction transaction, T1 first, TValue value)
        {
            var codec = (TupleKeyCodec<T1, CommitStamp>)table.Keys;
            var writer = table.StartKey(stackalloc byte[Subspace.StackBytes]);
            codec.First.Write(ref writer, first);
            writer.StampPrefix();
            return transaction.Append(writer.ToKey(), table.Encode(value));
        }
    }

    extension<T1, T2, TValue>(Table<(T1, T2, CommitStamp), TValue> table)
        where TValue : class
    {
        /// <summary>Adds a row whose key ends in the commit's stamp.</summary>
        public PendingStamp Append(Transaction transaction, T1 first, T2 second, TValue value)
        {
            var codec = (TupleKeyCodec<T1, T2, CommitStamp>)table.Keys;
            var writer = table.StartKey(stackalloc byte[Subspace.StackBytes]);
            codec.First.Write(ref writer, first);
            codec.Second.Write(ref writer, second);
            writer.StampPrefix();
            return transaction.Append(writer.ToKey(), table.Encode(value));
        }
    }

    extension<T1, T2, T3, TValue>(Table<(T1, T2, T3, CommitStamp), TValue> table)
        where TValue : class
    {
        /// <summary>Adds a row whose key ends in the commit's stamp.</summary>
        public PendingStamp Append(Transaction transaction, T1 first, T2 second, T3 third, TValue value)
        {
            var codec = (TupleKeyCodec<T1, T2, T3, CommitStamp>)table.Keys;
            var writer = table.StartKey(stackalloc byte[Subspace.StackBytes]);
            codec.First.Write(ref writer, first);
            codec.Second.Write(ref writer, second);
            codec.Third.Write(ref writer, third);
            writer.StampPrefix();
            return transaction.Append(writer.ToKey(), table.Encode(value));
        }
    }

    extension<T1, T2, T3, T4, TValue>(Table<(T1, T2, T3, T4, CommitStamp), TValue> table)
        where TValue : class
    {
        /// <summary>Adds a row whose key ends in the commit's stamp.</summary>
        public PendingStamp Append(Transaction transaction, T1 first, T2 second, T3 third, T4 fourth, TValue value)
        {
            var codec = (TupleKeyCodec<T1, T2, T3, T4, CommitStamp>)table.Keys;
            var writer = table.StartKey(stackalloc byte[Subspace.StackBytes]);
            codec.First.Write(ref writer, first);
            codec.Second.Write(ref writer, second);
            codec.Third.Write(ref writer, third);
            codec.Fourth.Write(ref writer, fourth);
            writer.StampPrefix();
            return transaction.Append(writer.ToKey(), table.Encode(value));
        }
    }
}
