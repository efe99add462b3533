using Unkai.Sqs.Tests.Suite;

namespace Unkai.Sqs.Tests;

public sealed class QueuesInMemory() : QueueSuite(onDisk: false);

public sealed class QueuesOnDisk() : QueueSuite(onDisk: true);

public sealed class SendingInMemory() : SendSuite(onDisk: false);

public sealed class SendingOnDisk() : SendSuite(onDisk: true);

public sealed class ReceivingInMemory() : ReceiveSuite(onDisk: false);

public sealed class ReceivingOnDisk() : ReceiveSuite(onDisk: true);

public sealed class FifoInMemory() : FifoSuite(onDisk: false);

public sealed class FifoOnDisk() : FifoSuite(onDisk: true);

public sealed class RedriveInMemory() : RedriveSuite(onDisk: false);

public sealed class RedriveOnDisk() : RedriveSuite(onDisk: true);
