using System.Collections;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Xml;

namespace Unkai.Wire.Protocols.Xml;

/// <summary>Shapes to XML, driven by the contract.</summary>
internal static class XmlShapeWriter
{
    /// <summary>Writes the shape as an element of a name.</summary>
    public static void Write(XmlOutput output, ReadOnlySpan<byte> name, Shape shape, string? xmlNamespace = null, string? prefix = null)
    {
        output.Open(name);
        output.Namespace(xmlNamespace, prefix);
        WriteAttributes(output, shape);
        output.CloseTag();
        WriteMembers(output, shape);
        output.End(name);
    }

    /// <summary>Writes the members that lie in the body.</summary>
    public static void WriteMembers(XmlOutput output, Shape shape)
    {
        var members = shape.Contract.Members;
        var interleaved = shape.Interleaved;
        for (var slot = shape.NextSet(0); slot >= 0; slot = shape.NextSet(slot + 1))
        {
            var member = members[slot];
            if (member.Location != MemberLocation.Body || member.IsXmlAttribute)
            {
                continue;
            }

            var value = shape.GetValue(slot);
            if (member.IsInterleaved && shape.Interleaved is not null)
            {
                // The first of these lists stands for all.
                WriteInterleaved(output, shape.Contract, interleaved);
                interleaved = null;
            }
            else if (member.IsFlattened && member.Shape is ListContract list)
            {
                if (value.Reference is DeferredValue deferred && deferred.TryWriteXml(output, member.XmlNameUtf8))
                {
                    continue;
                }

                WriteElements(output, member.XmlNameUtf8, list, (IList)shape.GetReference(slot)!);
            }
            else if (member.IsFlattened && member.Shape is MapContract map)
            {
                WriteEntries(output, member.XmlNameUtf8, map, (IDictionary)value.Reference!);
            }
            else
            {
                WriteValue(output, member.XmlNameUtf8, member, value);
            }
        }
    }

    public static void WriteValue(XmlOutput output, ReadOnlySpan<byte> name, MemberContract member, in ShapeValue value)
    {
        switch (member.Kind)
        {
            case ShapeKind.Structure:
                var structure = (StructureContract)member.Shape;
                Write(output, name, (Shape)value.Reference!, member.XmlNamespace ?? structure.XmlNamespace, member.XmlNamespacePrefix ?? structure.XmlNamespacePrefix);
                break;
            case ShapeKind.List:
                output.Start(name, member.XmlNamespace, member.XmlNamespacePrefix);
                var list = (ListContract)member.Shape;
                WriteElements(output, list.Element.XmlNameUtf8, list, (IList)value.Reference!);
                output.End(name);
                break;
            case ShapeKind.Map:
                output.Start(name, member.XmlNamespace, member.XmlNamespacePrefix);
                WriteEntries(output, "entry"u8, (MapContract)member.Shape, (IDictionary)value.Reference!);
                output.End(name);
                break;
            default:
                output.Start(name, member.XmlNamespace, member.XmlNamespacePrefix);
                WriteScalar(output, member, value);
                output.End(name);
                break;
        }
    }

    private static void WriteScalar(XmlOutput output, MemberContract member, in ShapeValue value)
    {
        switch (member.Kind)
        {
            case ShapeKind.String:
                output.Text(value.String);
                break;
            case ShapeKind.Integer or ShapeKind.Long:
                output.Number(value.Bits);
                break;
            case ShapeKind.Boolean:
                output.Raw(value.Boolean ? "true"u8 : "false"u8);
                break;
            case ShapeKind.Timestamp when member.TimestampFormat is TimestampFormat.Default or TimestampFormat.Iso8601:
                output.Time(value.Timestamp);
                break;
            default:
                output.Text(TextValues.Format(member, TimestampFormat.Iso8601, value));
                break;
        }
    }

    private static void WriteAttributes(XmlOutput output, Shape shape)
    {
        foreach (var member in shape.Contract.Members)
        {
            if (member.IsXmlAttribute && shape.Has(member.Slot))
            {
                output.Attribute(member.XmlNameUtf8, TextValues.Format(member, TimestampFormat.Iso8601, shape.GetValue(member.Slot)));
            }
        }
    }

    private static void WriteInterleaved(XmlOutput output, StructureContract contract, IReadOnlyList<Shape>? elements)
    {
        MemberContract? member = null;
        foreach (var element in elements ?? [])
        {
            // Which list it is of, its type says; mostly it is that of the element before.
            if (member is null || ((ListContract)member.Shape).Element.Shape != element.Contract)
            {
                member = contract.Members.First(m => m.IsInterleaved && ((ListContract)m.Shape).Element.Shape == element.Contract);
            }

            Write(output, member.XmlNameUtf8, element);
        }
    }

    private static void WriteElements(XmlOutput output, ReadOnlySpan<byte> name, ListContract list, IList elements)
    {
        for (var i = 0; i < elements.Count; i++)
        {
            WriteValue(output, name, list.Element, ShapeCollections.Get(elements, list.Element.Kind, i));
        }
    }

    private static void WriteEntries(XmlOutput output, ReadOnlySpan<byte> name, MapContract map, IDictionary entries)
    {
        foreach (var (key, value) in ShapeCollections.Entries(entries, map.Value.Kind))
        {
            output.Start(name);
            output.Element(map.Key.XmlNameUtf8, key);
            WriteValue(output, map.Value.XmlNameUtf8, map.Value, value);
            output.End(name);
        }
    }
}
