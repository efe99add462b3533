namespace Unkai.Storage;

/// <summary>Ranges of tables with composite keys: the rows under their first parts.</summary>
public static class TableRanges
{
    extension<T1, T2, TValue>(Table<(T1, T2), TValue> table)
        where TValue : class
    {
        /// <summary>The rows whose key has the given value as its first part.</summary>
        public Subspace<T2> Under(T1 first)
        {
            var codec = (TupleKeyCodec<T1, T2>)table.Keys;
            var writer = table.StartKey(stackalloc byte[Subspace.StackBytes]);
            codec.First.Write(ref writer, first);
            return new Subspace<T2>(writer.ToKey(), codec.Second);
        }
    }

    extension<T1, T2, T3, TValue>(Table<(T1, T2, T3), TValue> table)
        where TValue : class
    {
        /// <summary>The rows whose key has the given value as its first part.</summary>
        public Subspace<T2> Under(T1 first)
        {
            var codec = (TupleKeyCodec<T1, T2, T3>)table.Keys;
            var writer = table.StartKey(stackalloc byte[Subspace.StackBytes]);
            codec.First.Write(ref writer, first);
            return new Subspace<T2>(writer.ToKey(), codec.Second);
        }

        /// <summary>The rows whose key has the given values as its first two parts.</summary>
        public Subspace<T3> Under(T1 first, T2 second)
        {
            var codec = (TupleKeyCodec<T1, T2, T3>)table.Keys;
            var writer = table.StartKey(stackalloc byte[Subspace.StackBytes]);
            codec.First.Write(ref writer, first);
            codec.Second.Write(ref writer, second);
            return new Subspace<T3>(writer.ToKey(), codec.Third);
        }
    }

    extension<T1, T2, T3, T4, TValue>(Table<(T1, T2, T3, T4), TValue> table)
        where TValue : class
    {
        /// <summary>The rows whose key has the given value as its first part.</summary>
        public Subspace<T2> Under(T1 first)
        {
            var codec = (TupleKeyCodec<T1, T2, T3, T4>)table.Keys;
            var writer = table.StartKey(stackalloc byte[Subspace.StackBytes]);
            codec.First.Write(ref writer, first);
            return new Subspace<T2>(writer.ToKey(), codec.Second);
        }

        /// <summary>The rows whose key has the given values as its first two parts.</summary>
        public Subspace<T3> Under(T1 first, T2 second)
        {
            var codec = (TupleKeyCodec<T1, T2, T3, T4>)table.Keys;
            var writer = table.StartKey(stackalloc byte[Subspace.StackBytes]);
            codec.First.Write(ref writer, first);
            codec.Second.Write(ref writer, second);
            return new Subspace<T3>(writer.ToKey(), codec.Third);
        }

        /// <summary>The rows whose key has the given values as its first three parts.</summary>
        public Subspace<T4> Under(T1 first, T2 second, T3 third)
        {
            var codec = (TupleKeyCodec<T1, T2, T3, T4>)table.Keys;
            var writer = table.StartKey(stackalloc byte[Subspace.StackBytes]);
            codec.First.Write(ref writer, first);
            codec.Second.Write(ref writer, second);
            codec.Third.Write(ref writer, third);
            return new Subspace<T4>(writer.ToKey(), codec.Fourth);
        }
    }

    extension<T1, T2, T3, T4, T5, TValue>(Table<(T1, T2, T3, T4, T5), TValue> table)
        where TValue : class
    {
        /// <summary>The rows whose key has the given value as its first part.</summary>
        public Subspace<T2> Under(T1 first)
        {
            var codec = (TupleKeyCodec<T1, T2, T3, T4, T5>)table.Keys;
            var writer = table.StartKey(stackalloc byte[Subspace.StackBytes]);
            codec.First.Write(ref writer, first);
            return new Subspace<T2>(writer.ToKey(), codec.Second);
        }

        /// <summary>The rows whose key has the given values as its first two parts.</summary>
        public Subspace<T3> Under(T1 first, T2 second)
        {
            var codec = (TupleKeyCodec<T1, T2, T3, T4, T5>)table.Keys;
            var writer = table.StartKey(stackalloc byte[Subspace.StackBytes]);
            codec.First.Write(ref writer, first);
            codec.Second.Write(ref writer, second);
            return new Subspace<T3>(writer.ToKey(), codec.Third);
        }

        /// <summary>The rows whose key has the given values as its first three parts.</summary>
        public Subspace<T4> Under(T1 first, T2 second, T3 third)
        {
            var codec = (TupleKeyCodec<T1, T2, T3, T4, T5>)table.Keys;
            var writer = table.StartKey(stackalloc byte[Subspace.StackBytes]);
            codec.First.Write(ref writer, first);
            codec.Second.Write(ref writer, second);
            codec.Third.Write(ref writer, third);
            return new Subspace<T4>(writer.ToKey(), codec.Fourth);
        }

        /// <summary>The rows whose key has the given values as its first four parts.</summary>
        public Subspace<T5> Under(T1 first, T2 second, T3 third, T4 fourth)
        {
            var codec = (TupleKeyCodec<T1, T2, T3, T4, T5>)table.Keys;
            var writer = table.StartKey(stackalloc byte[Subspace.StackBytes]);
            codec.First.Write(ref writer, first);
            codec.Second.Write(ref writer, second);
            codec.Third.Write(ref writer, third);
            codec.Fourth.Write(ref writer, fourth);
            return new Subspace<T5>(writer.ToKey(), codec.Fifth);
        }
    }
}
