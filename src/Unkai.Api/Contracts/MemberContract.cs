using System.Text;
using System.Text.Json;

namespace Unkai.Api.Contracts;

/// <summary>A member of a structure, the element of a list, or the key or value of a map.</summary>
public sealed class MemberContract
{
    internal MemberContract(string name, int slot)
    {
        Name = name;
        Slot = slot;
    }

    /// <summary>AWS's name of the member.</summary>
    public string Name { get; }

    /// <summary>The slot in a <see cref="Unkai.Api.Shape"/>.</summary>
    public int Slot { get; }

    /// <summary>What the member is.</summary>
    public ShapeContract Shape { get; internal set; } = null!;

    /// <summary>Shorthand for the shape's kind.</summary>
    public ShapeKind Kind => Shape.Kind;

    /// <summary>Where the member lies in the REST protocols.</summary>
    public MemberLocation Location { get; internal set; }

    /// <summary>The model's name on the wire: of the element, the JSON member, the header, the query parameter, the label; null when it is <see cref="Name"/>.</summary>
    public string? LocationName { get; internal set; }

    /// <summary>The name on the wire.</summary>
    public string WireName => LocationName ?? Name;

    /// <summary>The name in JSON and CBOR, in UTF-8.</summary>
    public byte[] JsonNameUtf8 { get; internal set; } = [];

    /// <summary>The name in JSON, ready to be written.</summary>
    public JsonEncodedText JsonName { get; internal set; }

    /// <summary>The name as call-by-name writes it: <see cref="Name"/> with a capital.</summary>
    public JsonEncodedText PlainJsonName { get; internal set; }

    /// <summary>The name of the element or attribute in XML, in UTF-8; of a flattened list it is its elements' name.</summary>
    public byte[] XmlNameUtf8 { get; internal set; } = [];

    /// <summary>The name in Query requests, for awsQuery and ec2Query as the service has it; without <c>.member</c>.</summary>
    public string QueryName { get; internal set; } = "";

    /// <summary>The name in Query requests, in UTF-8.</summary>
    public byte[] QueryNameUtf8 { get; internal set; } = [];

    /// <summary>Whether XML and Query have no element around the elements; of the member or of its shape.</summary>
    public bool IsFlattened { get; internal set; }

    /// <summary>Whether XML has the flattened list's elements in one sequence with those of the structure's other interleaved lists.</summary>
    public bool IsInterleaved { get; internal set; }

    /// <summary>Whether XML has it as an attribute.</summary>
    public bool IsXmlAttribute { get; internal set; }

    /// <summary>The element's XML namespace; null when it has none of its own.</summary>
    public string? XmlNamespace { get; internal set; }

    /// <summary>The prefix for <see cref="XmlNamespace"/>; null for the default namespace.</summary>
    public string? XmlNamespacePrefix { get; internal set; }

    /// <summary>How a timestamp is written: the member's own word or its shape's.</summary>
    public TimestampFormat TimestampFormat { get; internal set; }

    /// <summary>Whether the bytes stream: the slot holds a <see cref="Unkai.Api.Payload"/>.</summary>
    public bool IsStreaming { get; internal set; }

    /// <summary>Whether the member is its structure's HTTP body.</summary>
    public bool IsPayload { get; internal set; }

    /// <summary>Whether it may not be missing.</summary>
    public bool IsRequired { get; internal set; }

    /// <summary>Whether a client makes up a value when the caller gives none.</summary>
    public bool IsIdempotencyToken { get; internal set; }

    /// <summary>Whether its value is a label of the host name.</summary>
    public bool IsHostLabel { get; internal set; }

    /// <summary>Whether a string holds JSON (in headers base64-encoded).</summary>
    public bool IsJsonValue { get; internal set; }

    /// <summary>Whether it is the payload of an event.</summary>
    public bool IsEventPayload { get; internal set; }

    /// <summary>Whether it is a header of an event.</summary>
    public bool IsEventHeader { get; internal set; }

    /// <summary>Whether its value may not appear in a log: the member's own word or its shape's.</summary>
    public bool IsSensitive { get; internal set; }

    /// <inheritdoc />
    public override string ToString() => $"{Name}: {Shape.Name}";

    internal void Complete(ServiceContract service)
    {
        IsFlattened |= Shape is ListContract { IsFlattened: true } or MapContract { IsFlattened: true };
        IsSensitive |= Shape.IsSensitive;
        IsStreaming |= Shape is ScalarContract { IsStreaming: true };
        if (TimestampFormat == TimestampFormat.Default && Shape is ScalarContract scalar)
        {
            TimestampFormat = scalar.TimestampFormat;
        }

        // awsJson and CBOR know no locationName; only restJson does.
        JsonNameUtf8 = Encoding.UTF8.GetBytes(service.Protocols.Contains(ProtocolKind.RestJson) ? WireName : Name);
        JsonName = JsonEncodedText.Encode(JsonNameUtf8);
        PlainJsonName = JsonEncodedText.Encode(char.ToUpperInvariant(Name[0]) + Name[1..]);
        var element = IsFlattened && Shape is ListContract list ? LocationName ?? list.Element.LocationName ?? Name : WireName;
        XmlNameUtf8 = Encoding.UTF8.GetBytes(element);
        if (QueryName.Length == 0)
        {
            QueryName = service.Protocols.Contains(ProtocolKind.Ec2)
                ? LocationName is null ? Name : char.ToUpperInvariant(LocationName[0]) + LocationName[1..]
                : element;
        }

        QueryNameUtf8 = Encoding.UTF8.GetBytes(QueryName);
    }
}
