using System.Text.Json;
using Unkai.Api.Xml;

namespace Unkai.Api;

/// <summary>A list or map that is made only if someone looks at it: a response writes it straight from what it is made of, a request holds what a <see cref="DeferredReader"/> read.</summary>
/// <remarks>
/// A page of a DynamoDB scan has ten thousand values that nobody in the process looks at, a page of a bucket's keys a thousand objects.
/// In XML only a flattened list may be one.
/// </remarks>
public abstract class DeferredValue
{
    /// <summary>The list or map, as the member's type has it.</summary>
    public abstract object Make();

    /// <summary>Whether <see cref="WriteJson"/> can be called; what cannot is made.</summary>
    public virtual bool WritesJson => true;

    /// <summary>Writes what <see cref="Make"/> would make.</summary>
    public virtual void WriteJson(Utf8JsonWriter writer) => throw new NotSupportedException($"{GetType().Name} is made before it is written as JSON.");

    /// <summary>Writes the elements that <see cref="Make"/> would make, each under the name.</summary>
    /// <returns>False when it has written nothing and is to be made instead.</returns>
    public virtual bool TryWriteXml(XmlOutput output, ReadOnlySpan<byte> name) => false;
}
