using System.Text.Json.Serialization;
using Unkai.Sqs.Fifo;
using Unkai.Sqs.Jobs;

namespace Unkai.Sqs.Model;

/// <summary>How SQS's cold records are written.</summary>
[JsonSerializable(typeof(QueueRecord))]
[JsonSerializable(typeof(DeletedQueue))]
[JsonSerializable(typeof(ReceiveAttempt))]
[JsonSerializable(typeof(MoveTaskRecord))]
[JsonSerializable(typeof(QueueReference))]
[JsonSerializable(typeof(MoveOrder))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class SqsJson : JsonSerializerContext;
