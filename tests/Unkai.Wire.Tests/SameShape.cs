using System.Collections;
using Unkai.Api;
using Unkai.Api.Contracts;

namespace Unkai.Wire.Tests;

/// <summary>Where two shapes differ; null when they say the same.</summary>
internal static class SameShape
{
    /// <param name="left">What was written.</param>
    /// <param name="right">What was read.</param>
    /// <param name="emptyIsMissing">Whether the protocol cannot tell an empty collection or structure from none.</param>
    public static string? Difference(Shape left, Shape right, bool emptyIsMissing)
    {
        foreach (var member in left.Contract.Members)
        {
            var (hasLeft, hasRight) = (Has(left, member, emptyIsMissing), Has(right, member, emptyIsMissing));
            if (hasLeft != hasRight)
            {
                return $"{left.Contract.Name}.{member.Name}: {(hasLeft ? "lost" : "made up")}";
            }

            if (hasLeft && Difference(member, left.GetValue(member.Slot), right.GetValue(member.Slot), emptyIsMissing) is { } difference)
            {
                return $"{left.Contract.Name}.{member.Name}: {difference}";
            }
        }

        return null;
    }

    private static bool Has(Shape shape, MemberContract member, bool emptyIsMissing) =>
        shape.Has(member.Slot) && !(emptyIsMissing && IsEmpty(member, shape.GetValue(member.Slot), emptyIsMissing));

    private static bool IsEmpty(MemberContract member, ShapeValue value, bool emptyIsMissing) => value.Reference switch
    {
        Shape shape => shape.Contract.Members.All(m => !Has(shape, m, emptyIsMissing)),
        IList list when member.Shape is ListContract contract => Enumerable.Range(0, list.Count).All(i => IsEmpty(contract.Element, ShapeCollections.Get(list, contract.Element.Kind, i), emptyIsMissing)),
        IDictionary map when member.Shape is MapContract contract => ShapeCollections.Entries(map, contract.Value.Kind).All(e => IsEmpty(contract.Value, e.Value, emptyIsMissing)),
        _ => false,
    };

    private static string? Difference(MemberContract member, ShapeValue left, ShapeValue right, bool emptyIsMissing)
    {
        switch (member.Kind)
        {
            case ShapeKind.Structure:
                return Difference((Shape)left.Reference!, (Shape)right.Reference!, emptyIsMissing);
            case ShapeKind.List:
                var (a, b, element) = ((IList)left.Reference!, (IList)right.Reference!, ((ListContract)member.Shape).Element);
                var (full, read) = (Elements(a, element, emptyIsMissing), Elements(b, element, emptyIsMissing));
                return full.Count != read.Count
                    ? $"{full.Count} elements became {read.Count}"
                    : full.Zip(read).Select(p => Difference(element, p.First, p.Second, emptyIsMissing)).FirstOrDefault(d => d is not null);
            case ShapeKind.Map:
                var contract = (MapContract)member.Shape;
                var (known, found) = (Entries((IDictionary)left.Reference!, contract, emptyIsMissing), Entries((IDictionary)right.Reference!, contract, emptyIsMissing));
                return known.Count != found.Count
                    ? $"{known.Count} entries became {found.Count}"
                    : known.Select(e => found.TryGetValue(e.Key, out var value) ? Difference(contract.Value, e.Value, value, emptyIsMissing) : $"key {e.Key} lost").FirstOrDefault(d => d is not null);
            case ShapeKind.Blob when member.IsStreaming:
                return null;
            case ShapeKind.Blob:
                return left.Blob.Span.SequenceEqual(right.Blob.Span) ? null : "other bytes";
            case ShapeKind.String:
                return left.String == right.String ? null : $"'{left.String}' became '{right.String}'";
            case ShapeKind.Double:
                return left.Double.Equals(right.Double) ? null : $"{left.Double} became {right.Double}";
            default:
                return left.Bits == right.Bits && Equals(left.Reference, right.Reference) ? null : $"{left.Bits} became {right.Bits}";
        }
    }

    private static List<ShapeValue> Elements(IList list, MemberContract element, bool emptyIsMissing) =>
        [.. Enumerable.Range(0, list.Count).Select(i => ShapeCollections.Get(list, element.Kind, i)).Where(v => !emptyIsMissing || !IsEmpty(element, v, true))];

    private static Dictionary<string, ShapeValue> Entries(IDictionary map, MapContract contract, bool emptyIsMissing) =>
        ShapeCollections.Entries(map, contract.Value.Kind).Where(e => !emptyIsMissing || !IsEmpty(contract.Value, e.Value, true)).ToDictionary(e => e.Key, e => e.Value);
}
