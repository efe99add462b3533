using System.Text.Json.Serialization;
using Unkai.S3.AccessPoints;

namespace Unkai.S3.Model;

/// <summary>How S3's cold records are written.</summary>
[JsonSerializable(typeof(BucketRecord))]
[JsonSerializable(typeof(UploadRecord))]
[JsonSerializable(typeof(AccessPointRecord))]
[JsonSerializable(typeof(AccessPointId))]
[JsonSerializable(typeof(PublicAccessRecord))]
[JsonSerializable(typeof(NotificationOrder))]
[JsonSerializable(typeof(ConfigurationRecord))]
[JsonSerializable(typeof(LifecycleOrder))]
[JsonSerializable(typeof(RestoreOrder))]
[JsonSerializable(typeof(ReplicationOrder))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class S3Json : JsonSerializerContext;
