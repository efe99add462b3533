using System.Collections;
using Unkai.Api;
using Unkai.Api.Contracts;

namespace Unkai.Wire.Protocols.Xml;

/// <summary>XML to shapes, driven by the contract.</summary>
internal static class XmlShapeReader
{
    /// <summary>Reads a document whose root is the structure, whatever its name. <paramref name="inside"/> names elements to go through first (Query's wrappers).</summary>
    /// <returns>False when the document is not well-formed, or holds a value that is not one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, Shape target, string? inside = null)
    {
        var reader = new XmlTokenReader(text);
        if (!ReadToElement(ref reader))
        {
            return false;
        }

        if (inside is null)
        {
            return TryReadStructure(ref reader, target) && ReadToEnd(ref reader);
        }

        while (reader.Read() && reader.Token != XmlToken.End)
        {
            if (reader.Token == XmlToken.Start)
            {
                var isIt = reader.Name.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(inside));
                if (!(isIt ? TryReadStructure(ref reader, target) : reader.Skip()))
                {
                    return false;
                }
            }
        }

        return !reader.Failed;
    }

    /// <summary>The name of the root element; empty when there is none.</summary>
    public static string RootName(ReadOnlySpan<byte> text)
    {
        var reader = new XmlTokenReader(text);
        return ReadToElement(ref reader) ? System.Text.Encoding.UTF8.GetString(reader.Name) : "";
    }

    private static bool ReadToElement(ref XmlTokenReader reader)
    {
        while (reader.Read())
        {
            if (reader.Token == XmlToken.Start)
            {
                return true;
            }
        }

        return false;
    }

    private static bool ReadToEnd(ref XmlTokenReader reader)
    {
        while (reader.Read())
        {
            // A second root.
            if (reader.Token != XmlToken.Text)
            {
                return false;
            }
        }

        return !reader.Failed;
    }

    private static bool TryReadStructure(ref XmlTokenReader reader, Shape target)
    {
        var contract = target.Contract;
        if (!reader.Attributes.IsEmpty)
        {
            ReadAttributes(in reader, target);
        }

        var guess = 0;
        while (reader.Read())
        {
            if (reader.Token == XmlToken.End)
            {
                return true;
            }

            if (reader.Token != XmlToken.Start)
            {
                continue;
            }

            if (contract.FindXml(reader.Name, guess) is not { IsXmlAttribute: false, Location: MemberLocation.Body } member)
            {
                if (!reader.Skip())
                {
                    return false;
                }

                continue;
            }

            guess = member.IsFlattened ? member.Slot : member.Slot + 1;
            if (!TryReadMember(ref reader, target, member))
            {
                return false;
            }
        }

        return false;
    }

    private static void ReadAttributes(in XmlTokenReader reader, Shape target)
    {
        foreach (var member in target.Contract.Members)
        {
            if (!member.IsXmlAttribute)
            {
                continue;
            }

            var name = member.XmlNameUtf8.AsSpan();
            var local = name[(name.IndexOf((byte)':') + 1)..];
            if (reader.Attribute(local) is { } text && TextValues.TryParse(member, TimestampFormat.Iso8601, text, out var value))
            {
                target.SetValue(member.Slot, value);
            }
        }
    }

    private static bool TryReadMember(ref XmlTokenReader reader, Shape target, MemberContract member)
    {
        if (!member.IsFlattened)
        {
            if (!TryReadValue(ref reader, member, out var value))
            {
                return false;
            }

            target.SetValue(member.Slot, value);
            return true;
        }

        if (member.Shape is ListContract list)
        {
            if (target.GetReference(member.Slot) is not IList known)
            {
                target.SetReference(member.Slot, known = list.New());
            }

            return TryReadElement(ref reader, list, known);
        }

        var mapContract = (MapContract)member.Shape;
        if (target.GetReference(member.Slot) is not IDictionary map)
        {
            target.SetReference(member.Slot, map = mapContract.New());
        }

        return TryReadEntry(ref reader, mapContract, map);
    }

    private static bool TryReadValue(ref XmlTokenReader reader, MemberContract member, out ShapeValue value)
    {
        value = default;
        switch (member.Kind)
        {
            case ShapeKind.Structure:
                var shape = ((StructureContract)member.Shape).New();
                value = ShapeValue.Of(shape);
                return TryReadStructure(ref reader, shape);
            case ShapeKind.List:
                var list = (ListContract)member.Shape;
                var elements = list.New();
                value = ShapeValue.Of(elements);
                while (reader.Read() && reader.Token != XmlToken.End)
                {
                    if (reader.Token == XmlToken.Start && !TryReadElement(ref reader, list, elements))
                    {
                        return false;
                    }
                }

                return !reader.Failed;
            case ShapeKind.Map:
                var map = (MapContract)member.Shape;
                var entries = map.New();
                value = ShapeValue.Of(entries);
                while (reader.Read() && reader.Token != XmlToken.End)
                {
                    if (reader.Token == XmlToken.Start && !TryReadEntry(ref reader, map, entries))
                    {
                        return false;
                    }
                }

                return !reader.Failed;
            default:
                return reader.ReadText() is { } text && TextValues.TryParse(member, TimestampFormat.Iso8601, text, out value);
        }
    }

    private static bool TryReadElement(ref XmlTokenReader reader, ListContract list, IList elements)
    {
        if (!TryReadValue(ref reader, list.Element, out var value))
        {
            return false;
        }

        ShapeCollections.Add(elements, list.Element.Kind, value);
        return true;
    }

    private static bool TryReadEntry(ref XmlTokenReader reader, MapContract map, IDictionary entries)
    {
        string? key = null;
        ShapeValue value = default;
        var hasValue = false;
        while (reader.Read() && reader.Token != XmlToken.End)
        {
            if (reader.Token != XmlToken.Start)
            {
                continue;
            }

            if (reader.Name.SequenceEqual(map.Key.XmlNameUtf8))
            {
                key = reader.ReadText();
            }
            else if (reader.Name.SequenceEqual(map.Value.XmlNameUtf8))
            {
                hasValue = TryReadValue(ref reader, map.Value, out value);
                if (!hasValue)
                {
                    return false;
                }
            }
            else if (!reader.Skip())
            {
                return false;
            }
        }

        if (reader.Failed)
        {
            return false;
        }

        if (key is not null && hasValue)
        {
            ShapeCollections.Set(entries, map.Value.Kind, key, value);
        }

        return true;
    }
}
