using System.Text.Json.Serialization;

namespace Unkai.S3.Model;

/// <summary>How S3's cold records are written.</summary>
[JsonSerializable(typeof(BucketRecord))]
[JsonSerializable(typeof(UploadRecord))]
[JsonSerializable(typeof(NotificationOrder))]
[JsonSerializable(typeof(ConfigurationRecord))]
[JsonSerializable(typeof(LifecycleOrder))]
[JsonSerializable(typeof(RestoreOrder))]
[JsonSerializable(typeof(ReplicationOrder))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class S3Json : JsonSerializerContext;
