using System.Collections.Immutable;

namespace Unkai.Api.Contracts;

/// <summary>A structure: members in numbered slots.</summary>
public sealed class StructureContract : ShapeContract
{
    private Dictionary<string, MemberContract>? _members;
    private NameTable? _jsonNames;
    private NameTable? _xmlNames;
    private Dictionary<string, MemberContract>.AlternateLookup<ReadOnlySpan<char>>? _queryNames;
    private Dictionary<string, MemberContract>? _plainNames;

    internal StructureContract(ServiceContract service, string name, int index)
        : base(service, name, ShapeKind.Structure) => Index = index;

    /// <summary>The structure's number among the structures of its contract.</summary>
    public int Index { get; }

    /// <summary>The members; a member's <see cref="MemberContract.Slot"/> is its place here.</summary>
    public ImmutableArray<MemberContract> Members { get; internal set; } = [];

    /// <summary>The member that is the body of an HTTP message; null when the body holds all members without another location.</summary>
    public MemberContract? Payload { get; internal set; }

    /// <summary>The member that is an event stream; null when there is none.</summary>
    public MemberContract? EventStream { get; internal set; }

    /// <summary>Whether exactly one member is set.</summary>
    public bool IsUnion { get; internal set; }

    /// <summary>Whether the structure is an event stream: a union of events.</summary>
    public bool IsEventStream { get; internal set; }

    /// <summary>Whether the structure is one event of an event stream.</summary>
    public bool IsEvent { get; internal set; }

    /// <summary>Whether some member lies outside the body.</summary>
    public bool HasHttpMembers { get; internal set; }

    /// <summary>The name of the body's root element in XML where it is not the shape's; null when it is.</summary>
    public string? XmlName { get; internal set; }

    /// <summary>The XML namespace of the element; null when it has none of its own.</summary>
    public string? XmlNamespace { get; internal set; }

    /// <summary>The prefix for <see cref="XmlNamespace"/> (S3's <c>xsi</c>); null for the default namespace.</summary>
    public string? XmlNamespacePrefix { get; internal set; }

    /// <summary>Whether its one member is the text of the root element itself (S3's GetBucketLocation).</summary>
    public bool IsUnwrapped { get; internal set; }

    /// <summary>Whether the structure is an error.</summary>
    public bool IsError { get; internal set; }

    /// <summary>The error's code on the wire: the model's, else the shape's name.</summary>
    public string ErrorCode { get; internal set; } = "";

    /// <summary>The error's code in the Query protocol where it differs (SQS's <c>AWS.SimpleQueueService.NonExistentQueue</c>).</summary>
    public string? QueryErrorCode { get; internal set; }

    /// <summary>The error's HTTP status; 400 or 500 where the model says nothing.</summary>
    public int ErrorStatus { get; internal set; }

    /// <summary>Whether the model says that the sender is at fault.</summary>
    public bool IsSenderFault { get; internal set; }

    /// <summary>A new, empty shape: of the generated type, or an <see cref="UntypedShape"/>.</summary>
    public Shape New() => Service.Types?.NewStructure(Index) ?? new UntypedShape(this);

    /// <summary>The member of a name of the model; null when there is none.</summary>
    public MemberContract? Find(string name) =>
        (_members ??= Members.ToDictionary(static m => m.Name, StringComparer.Ordinal)).GetValueOrDefault(name);

    /// <summary>The member of a name in JSON and CBOR bodies, in UTF-8; <paramref name="guess"/> is the slot that is tried first.</summary>
    public MemberContract? FindJson(ReadOnlySpan<byte> name, int guess = 0)
    {
        if ((uint)guess < (uint)Members.Length && name.SequenceEqual(Members[guess].JsonNameUtf8))
        {
            return Members[guess];
        }

        var names = _jsonNames ??= NameTable.Of(Members, static m => m.JsonNameUtf8);
        return names.Find(name) is var slot and >= 0 ? Members[slot] : null;
    }

    /// <summary>The member of an element's or attribute's name in XML bodies, in UTF-8; <paramref name="guess"/> is the slot that is tried first.</summary>
    public MemberContract? FindXml(ReadOnlySpan<byte> name, int guess = 0)
    {
        if ((uint)guess < (uint)Members.Length && name.SequenceEqual(Members[guess].XmlNameUtf8))
        {
            return Members[guess];
        }

        var names = _xmlNames ??= NameTable.Of(Members, static m => m.XmlNameUtf8);
        return names.Find(name) is var slot and >= 0 ? Members[slot] : null;
    }

    /// <summary>The member of a name in Query requests: what stands before the next dot.</summary>
    public MemberContract? FindQuery(ReadOnlySpan<char> name)
    {
        if (_queryNames is not { } names)
        {
            var table = new Dictionary<string, MemberContract>(StringComparer.Ordinal);
            foreach (var member in Members)
            {
                table.TryAdd(member.QueryName, member);
            }

            // Where clients write the model's own name and not the one of the wire.
            foreach (var member in Members)
            {
                table.TryAdd(member.Name, member);
            }

            _queryNames = names = table.GetAlternateLookup<ReadOnlySpan<char>>();
        }

        return names.TryGetValue(name, out var found) ? found : null;
    }

    /// <summary>The member of a name in call-by-name, whichever case it has.</summary>
    public MemberContract? FindPlain(string name) =>
        (_plainNames ??= PlainNames()).GetValueOrDefault(name);

    private Dictionary<string, MemberContract> PlainNames()
    {
        var names = new Dictionary<string, MemberContract>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in Members)
        {
            names.TryAdd(member.Name, member);
        }

        return names;
    }
}
