using System.Text.Json;

namespace Unkai.Api;

/// <summary>A list or map of a response that is made only if someone looks at it: JSON is written straight from what it is made of.</summary>
/// <remarks>For services that speak nothing but JSON. A page of a DynamoDB scan has ten thousand values that nobody in the process looks at.</remarks>
public abstract class DeferredValue
{
    /// <summary>The list or map, as the member's type has it.</summary>
    public abstract object Make();

    /// <summary>Writes what <see cref="Make"/> would make.</summary>
    public abstract void WriteJson(Utf8JsonWriter writer);
}
