using System.Text.Json.Serialization;
using Unkai.DynamoDb.Jobs;

namespace Unkai.DynamoDb.Model;

/// <summary>How DynamoDB's cold records are written.</summary>
[JsonSerializable(typeof(TableRecord))]
[JsonSerializable(typeof(TableReference))]
[JsonSerializable(typeof(StreamInfo))]
[JsonSerializable(typeof(Backups.BackupRecord))]
[JsonSerializable(typeof(RestoreOrder))]
[JsonSerializable(typeof(ReplicaOrder))]
[JsonSerializable(typeof(Transfer.ExportRecord))]
[JsonSerializable(typeof(Transfer.ImportRecord))]
[JsonSerializable(typeof(Transactions.TokenRecord))]
[JsonSerializable(typeof(Throughput.TokenBucket))]
[JsonSerializable(typeof(ExpiryOrder))]
[JsonSerializable(typeof(IndexOrder))]
[JsonSerializable(typeof(StreamKey))]
[JsonSerializable(typeof(ShardKey))]
[JsonSerializable(typeof(ShardRecord))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class DynamoDbJson : JsonSerializerContext;
