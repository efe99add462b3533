using System.Text.Json.Serialization;

namespace Unkai.Logs.Model;

/// <summary>How the cold records are written.</summary>
[JsonSerializable(typeof(GroupRecord))]
[JsonSerializable(typeof(StreamRecord))]
[JsonSerializable(typeof(ExpiryOrder))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class LogsJson : JsonSerializerContext;
