using System.Text.Json.Serialization;

namespace Unkai.Iam.Model;

/// <summary>How IAM's records are written.</summary>
[JsonSerializable(typeof(IdentityRecord))]
[JsonSerializable(typeof(PolicyRecord))]
[JsonSerializable(typeof(AccessKeyRecord))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class IamJson : JsonSerializerContext;
