using System.Text.Json.Serialization;

namespace Unkai.Lambda.Model;

/// <summary>How Lambda's records are written.</summary>
[JsonSerializable(typeof(FunctionRecord))]
[JsonSerializable(typeof(VersionRecord))]
[JsonSerializable(typeof(PackageRecord))]
[JsonSerializable(typeof(AliasRecord))]
[JsonSerializable(typeof(MappingRecord))]
[JsonSerializable(typeof(StreamPosition))]
[JsonSerializable(typeof(AsyncEvent))]
[JsonSerializable(typeof(Delivery))]
[JsonSerializable(typeof(PollOrder))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class LambdaJson : JsonSerializerContext;
