using System.Collections;
using System.Globalization;
using System.Text;
using Unkai.Api;
using Unkai.Api.Contracts;

namespace Unkai.Wire.Protocols.Query;

/// <summary>Shapes to Query parameters: what a client does.</summary>
internal sealed class QueryShapeWriter(bool isEc2)
{
    private readonly StringBuilder _text = new();

    public static string Write(OperationContract operation, Shape request)
    {
        var writer = new QueryShapeWriter(operation.Service.Protocols.Contains(ProtocolKind.Ec2));
        writer.Pair("Action", operation.Name);
        writer.Pair("Version", operation.Service.ApiVersion);
        writer.WriteMembers("", request);
        return writer._text.ToString();
    }

    private void WriteMembers(string prefix, Shape shape)
    {
        for (var slot = shape.NextSet(0); slot >= 0; slot = shape.NextSet(slot + 1))
        {
            var member = shape.Contract.Members[slot];
            WriteValue(prefix + member.QueryName, member, shape.GetValue(slot));
        }
    }

    private void WriteValue(string name, MemberContract member, in ShapeValue value)
    {
        switch (member.Kind)
        {
            case ShapeKind.Structure:
                WriteMembers(name + ".", (Shape)value.Reference!);
                break;
            case ShapeKind.List:
                WriteList(name, member, (ListContract)member.Shape, (IList)value.Reference!);
                break;
            case ShapeKind.Map:
                WriteMap(name, member, (MapContract)member.Shape, (IDictionary)value.Reference!);
                break;
            default:
                Pair(name, TextValues.Format(member, TimestampFormat.Iso8601, value));
                break;
        }
    }

    private void WriteList(string name, MemberContract member, ListContract list, IList elements)
    {
        if (elements.Count == 0 && !isEc2)
        {
            Pair(name, "");
        }

        var prefix = isEc2 || member.IsFlattened ? name + "." : name + "." + (list.Element.LocationName ?? "member") + ".";
        for (var i = 0; i < elements.Count; i++)
        {
            WriteValue(prefix + (i + 1).ToString(CultureInfo.InvariantCulture), list.Element, ShapeCollections.Get(elements, list.Element.Kind, i));
        }
    }

    private void WriteMap(string name, MemberContract member, MapContract map, IDictionary entries)
    {
        var prefix = member.IsFlattened ? name + "." : name + ".entry.";
        var number = 0;
        foreach (var (key, value) in ShapeCollections.Entries(entries, map.Value.Kind))
        {
            var entry = prefix + (++number).ToString(CultureInfo.InvariantCulture) + ".";
            Pair(entry + map.Key.QueryName, key);
            WriteValue(entry + map.Value.QueryName, map.Value, value);
        }
    }

    private void Pair(string name, string value)
    {
        if (_text.Length > 0)
        {
            _text.Append('&');
        }

        _text.Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
    }
}
