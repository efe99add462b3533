using System.Collections.Immutable;
using System.Globalization;

namespace Unkai.Api.Contracts;

/// <summary>A contract's text to its tables. The format is described in contracts/README.md.</summary>
internal sealed class ContractReader
{
    private readonly ContractText _text;
    private readonly ServiceContract _service;
    private readonly List<OperationContract> _operations = [];
    private readonly List<ShapeContract> _shapes = [];
    private readonly Dictionary<string, ShapeContract> _byName = new(StringComparer.Ordinal);
    private readonly List<(MemberContract Member, string Shape)> _references = [];
    private readonly List<(OperationContract Operation, string Fact, string Shape)> _operationFacts = [];
    private readonly List<MemberContract> _members = [];
    private readonly List<string> _lines = [];
    private int _structures;
    private int _lists;
    private int _maps;

    private ContractReader(string name, string text)
    {
        _service = new ServiceContract(name);
        _text = new ContractText(text);
    }

    /// <exception cref="FormatException">The text is not a contract; contracts are part of the product, so this is a defect of ours.</exception>
    public static ServiceContract Read(string name, string text, TypeFactory? types)
    {
        var reader = new ContractReader(name, text);
        reader._service.Types = types;
        reader.Read();
        return reader._service;
    }

    private void Read()
    {
        object? open = null;
        while (_text.Read())
        {
            if (_text.IsIndented)
            {
                ReadIndented(open);
                continue;
            }

            Close(open);
            open = ReadOpening();
        }

        Close(open);
        Link();
    }

    private object? ReadOpening()
    {
        switch (_text[0])
        {
            case "service":
                return _service;
            case "operation":
                return ReadOperation();
            case "structure":
                return Add(ReadStructure(new StructureContract(_service, _text[1], _structures++)));
            case "list":
                return Add(ReadList(new ListContract(_service, _text[1], _lists++)));
            case "map":
                return Add(ReadMap(new MapContract(_service, _text[1], _maps++)));
            default:
                return Add(ReadScalar(new ScalarContract(_service, _text[1], ScalarKind(_text[0]))));
        }
    }

    private ShapeKind ScalarKind(string word) => word switch
    {
        "string" => ShapeKind.String,
        "blob" => ShapeKind.Blob,
        "boolean" => ShapeKind.Boolean,
        "integer" => ShapeKind.Integer,
        "long" => ShapeKind.Long,
        "float" => ShapeKind.Float,
        "double" => ShapeKind.Double,
        "timestamp" => ShapeKind.Timestamp,
        "document" => ShapeKind.Document,
        _ => throw Unknown(word),
    };

    private void ReadIndented(object? open)
    {
        switch (open)
        {
            case ServiceContract:
                ReadServiceFact();
                break;
            case OperationContract operation:
                _operationFacts.Add((operation, "error", _text[0]));
                break;
            case StructureContract:
                ReadMember();
                break;
            case ScalarContract:
                _lines.Add(_text[0]);
                break;
            default:
                throw Unknown(_text[0]);
        }
    }

    private void Close(object? open)
    {
        if (open is StructureContract structure)
        {
            structure.Members = [.. _members];
            _members.Clear();
        }
        else if (open is ScalarContract scalar && _lines.Count > 0)
        {
            scalar.EnumValues = [.. _lines];
            _lines.Clear();
        }
    }

    private void ReadServiceFact()
    {
        var value = _text.Facts.Count > 1 ? _text[1] : "";
        switch (_text[0])
        {
            case "id": _service.ServiceId = value; break;
            case "signingName": _service.SigningName = value; break;
            case "endpointPrefix": _service.EndpointPrefix = value; break;
            case "targetPrefix": _service.TargetPrefix = value; break;
            case "apiVersion": _service.ApiVersion = value; break;
            case "xmlNamespace": _service.XmlNamespace = value; break;
            case "jsonVersion": _service.JsonVersion = value; break;
            case "protocols": _service.Protocols = [.. _text.Facts.Skip(1).Select(f => Protocol(f.Key))]; break;
            case "queryCompatible": _service.IsQueryCompatible = true; break;
            case "noErrorWrapping": _service.HasErrorWrapping = false; break;
            case "checksummedAnswers": _service.HasChecksummedAnswers = true; break;
            case "briefConversions": _service.HasBriefConversions = true; break;
            case "malformedError": _service.MalformedErrorCode = value; break;
            case "errorNamespace": _service.ErrorNamespace = value; break;
            case "validation": _service.Validation = value == "none" ? ValidationStyle.None : ValidationStyle.Standard; break;
            case "validationError": _service.ValidationErrorCode = value; break;
            case "maxBodyBytes": _service.MaxBodyBytes = int.Parse(value, CultureInfo.InvariantCulture); break;
            default: throw Unknown(_text[0]);
        }
    }

    private ProtocolKind Protocol(string word) => word switch
    {
        "json" => ProtocolKind.Json,
        "query" => ProtocolKind.Query,
        "ec2" => ProtocolKind.Ec2,
        "restJson" => ProtocolKind.RestJson,
        "restXml" => ProtocolKind.RestXml,
        "cbor" => ProtocolKind.Cbor,
        _ => throw Unknown(word),
    };

    private OperationContract ReadOperation()
    {
        var operation = new OperationContract(_service, _text[1], _operations.Count) { HttpMethod = _text[2], RequestUri = _text[3] };
        _operations.Add(operation);
        foreach (var (fact, value) in _text.Facts.Skip(4))
        {
            switch (fact)
            {
                case "in" or "out" or "checksumAlgorithm" or "validationMode": _operationFacts.Add((operation, fact, value!)); break;
                case "wrapper": operation.ResultWrapper = value; break;
                case "code": operation.ResponseCode = int.Parse(value!, CultureInfo.InvariantCulture); break;
                case "xmlName": operation.InputXmlName = value; break;
                case "ns": operation.InputXmlNamespace = value; break;
                case "auth": operation.AuthType = value == "none" ? AuthType.None : AuthType.SigV4UnsignedBody; break;
                case "hostPrefix": operation.EndpointHostPrefix = value; break;
                case "checksumRequired": operation.RequestChecksumRequired = true; break;
                case "requiresDigest": operation.RequiresDigest = true; break;
                case "refusedHeader": operation.RefusedHeader = value; break;
                case "responseChecksums": operation.ResponseChecksumAlgorithms = [.. value!.Split(',')]; break;
                case "readonly": operation.IsReadOnly = true; break;
                case "idempotent": operation.IsIdempotent = true; break;
                case "deprecated": operation.IsDeprecated = true; break;
                case "gzip": operation.AcceptsGzip = true; break;
                default: throw Unknown(fact);
            }
        }

        return operation;
    }

    private StructureContract ReadStructure(StructureContract structure)
    {
        structure.ErrorStatus = 400;
        structure.ErrorCode = structure.Name;
        foreach (var (fact, value) in _text.Facts.Skip(2))
        {
            switch (fact)
            {
                case "error": structure.IsError = true; break;
                case "code": structure.ErrorCode = value!; break;
                case "queryCode": structure.QueryErrorCode = value; break;
                case "status": structure.ErrorStatus = int.Parse(value!, CultureInfo.InvariantCulture); break;
                case "sender": structure.IsSenderFault = true; break;
                case "union": structure.IsUnion = true; break;
                case "eventstream": structure.IsEventStream = true; break;
                case "event": structure.IsEvent = true; break;
                case "xmlName": structure.XmlName = value; break;
                case "ns": structure.XmlNamespace = value; break;
                case "nsPrefix": structure.XmlNamespacePrefix = value; break;
                case "sensitive": structure.IsSensitive = true; break;
                case "unwrapped": structure.IsUnwrapped = true; break;
                case "synthetic": break;
                default: throw Unknown(fact);
            }
        }

        return structure;
    }

    private void ReadMember()
    {
        var member = new MemberContract(_text[0], _members.Count);
        _members.Add(member);
        _references.Add((member, _text[1]));
        foreach (var (fact, value) in _text.Facts.Skip(2))
        {
            ReadMemberFact(member, fact, value);
        }
    }

    private void ReadMemberFact(MemberContract member, string fact, string? value)
    {
        switch (fact)
        {
            case "required": member.IsRequired = true; break;
            case "name": member.LocationName = value; break;
            case "header": Locate(member, MemberLocation.Header, value); break;
            case "headers": Locate(member, MemberLocation.Headers, value); break;
            case "uri": Locate(member, MemberLocation.Uri, value); break;
            case "query": Locate(member, MemberLocation.QueryString, value); break;
            case "status": Locate(member, MemberLocation.StatusCode, value); break;
            case "payload": member.IsPayload = true; break;
            case "streaming": member.IsStreaming = true; break;
            case "flattened": member.IsFlattened = true; break;
            case "interleaved": member.IsInterleaved = true; break;
            case "xmlAttribute": member.IsXmlAttribute = true; break;
            case "ns": member.XmlNamespace = value; break;
            case "nsPrefix": member.XmlNamespacePrefix = value; break;
            case "format": member.TimestampFormat = Format(value!); break;
            case "idempotencyToken": member.IsIdempotencyToken = true; break;
            case "hostLabel": member.IsHostLabel = true; break;
            case "queryName": member.QueryName = value!; break;
            case "jsonvalue": member.IsJsonValue = true; break;
            case "eventpayload": member.IsEventPayload = true; break;
            case "eventheader": member.IsEventHeader = true; break;
            case "sensitive": member.IsSensitive = true; break;
            case "deprecated": break;
            default: throw Unknown(fact);
        }
    }

    private static void Locate(MemberContract member, MemberLocation location, string? name)
    {
        member.Location = location;
        member.LocationName = name;
    }

    private TimestampFormat Format(string word) => word switch
    {
        "unixTimestamp" => TimestampFormat.UnixTimestamp,
        "iso8601" => TimestampFormat.Iso8601,
        "rfc822" => TimestampFormat.Rfc822,
        _ => throw Unknown(word),
    };

    private ListContract ReadList(ListContract list)
    {
        list.Element = new MemberContract("member", 0);
        _references.Add((list.Element, _text[2]));
        foreach (var (fact, value) in _text.Facts.Skip(3))
        {
            switch (fact)
            {
                case "flattened": list.IsFlattened = true; break;
                case "element": list.Element.LocationName = value; break;
                default: ReadShapeFact(list, fact, value); break;
            }
        }

        return list;
    }

    private MapContract ReadMap(MapContract map)
    {
        map.Key = new MemberContract("key", 0);
        map.Value = new MemberContract("value", 1);
        _references.Add((map.Key, _text[2]));
        _references.Add((map.Value, _text[3]));
        foreach (var (fact, value) in _text.Facts.Skip(4))
        {
            switch (fact)
            {
                case "flattened": map.IsFlattened = true; break;
                case "key": map.Key.LocationName = value; break;
                case "value": map.Value.LocationName = value; break;
                default: ReadShapeFact(map, fact, value); break;
            }
        }

        return map;
    }

    private ScalarContract ReadScalar(ScalarContract scalar)
    {
        foreach (var (fact, value) in _text.Facts.Skip(2))
        {
            switch (fact)
            {
                case "pattern": scalar.Pattern = value; break;
                case "format": scalar.TimestampFormat = Format(value!); break;
                case "streaming": scalar.IsStreaming = true; break;
                case "told": scalar.ToldValues = [.. value!.Split(',')]; break;
                case "openEnum": scalar.IsOpenEnum = true; break;
                default: ReadShapeFact(scalar, fact, value); break;
            }
        }

        return scalar;
    }

    private void ReadShapeFact(ShapeContract shape, string fact, string? value)
    {
        switch (fact)
        {
            case "min": shape.Min = double.Parse(value!, CultureInfo.InvariantCulture); break;
            case "max": shape.Max = double.Parse(value!, CultureInfo.InvariantCulture); break;
            case "sensitive": shape.IsSensitive = true; break;
            default: throw Unknown(fact);
        }
    }

    private T Add<T>(T shape)
        where T : ShapeContract
    {
        _shapes.Add(shape);
        _byName.Add(shape.Name, shape);
        return shape;
    }

    private void Link()
    {
        foreach (var (member, shape) in _references)
        {
            member.Shape = _byName[shape];
        }

        foreach (var (member, _) in _references)
        {
            member.Complete(_service);
        }

        foreach (var structure in _shapes.OfType<StructureContract>())
        {
            structure.Payload = structure.Members.FirstOrDefault(static m => m.IsPayload);
            structure.EventStream = structure.Members.FirstOrDefault(static m => m.Shape is StructureContract { IsEventStream: true });
            structure.HasHttpMembers = structure.Members.Any(static m => m.Location != MemberLocation.Body || m.IsPayload);
        }

        // Facts that name a member need the input first.
        foreach (var (operation, fact, name) in _operationFacts.OrderBy(static f => f.Fact is "in" or "out" ? 0 : 1))
        {
            switch (fact)
            {
                case "in": operation.Input = (StructureContract)_byName[name]; break;
                case "out": operation.Output = (StructureContract)_byName[name]; break;
                case "error": operation.Errors = operation.Errors.Add((StructureContract)_byName[name]); break;
                case "checksumAlgorithm": operation.RequestChecksumAlgorithm = operation.Input.Find(name); break;
                case "validationMode": operation.RequestValidationMode = operation.Input.Find(name); break;
                default: throw Unknown(fact);
            }
        }

        _service.Operations = [.. _operations];
        _service.Shapes = [.. _shapes];
        _service.Structures = [.. _shapes.OfType<StructureContract>()];
    }

    private FormatException Unknown(string word) => new($"{_service.Name}.contract, line {_text.Line}: what is '{word}'?");
}
