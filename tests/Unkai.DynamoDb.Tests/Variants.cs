using Unkai.DynamoDb.Tests.Suite;

namespace Unkai.DynamoDb.Tests;

public sealed class TablesInMemory() : TableSuite(onDisk: false);

public sealed class TablesOnDisk() : TableSuite(onDisk: true);

public sealed class ItemsInMemory() : ItemSuite(onDisk: false);

public sealed class ItemsOnDisk() : ItemSuite(onDisk: true);

public sealed class ReadingInMemory() : ReadSuite(onDisk: false);

public sealed class ReadingOnDisk() : ReadSuite(onDisk: true);

public sealed class TransactionsInMemory() : TransactionSuite(onDisk: false);

public sealed class TransactionsOnDisk() : TransactionSuite(onDisk: true);

public sealed class StreamsInMemory() : StreamSuite(onDisk: false);

public sealed class StreamsOnDisk() : StreamSuite(onDisk: true);

public sealed class RecoveryInMemory() : RecoverySuite(onDisk: false);

public sealed class RecoveryOnDisk() : RecoverySuite(onDisk: true);

public sealed class PartiQlInMemory() : PartiQlSuite(onDisk: false);

public sealed class PartiQlOnDisk() : PartiQlSuite(onDisk: true);

public sealed class GlobalTablesInMemory() : GlobalTableSuite(onDisk: false);

public sealed class GlobalTablesOnDisk() : GlobalTableSuite(onDisk: true);

public sealed class ThroughputInMemory() : ThroughputSuite(onDisk: false);

public sealed class ThroughputOnDisk() : ThroughputSuite(onDisk: true);

public sealed class CompositeKeysInMemory() : CompositeKeySuite(onDisk: false);

public sealed class CompositeKeysOnDisk() : CompositeKeySuite(onDisk: true);

public sealed class MessagesInMemory() : MessageSuite(onDisk: false);
