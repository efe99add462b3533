using System.Collections;
using Unkai.Api;
using Unkai.Api.Contracts;

namespace Unkai.Wire.Tests;

/// <summary>Random shapes of a contract, the same for the same seed; bounded in depth and breadth.</summary>
internal sealed class RandomShapes(int seed)
{
    private const int MaxDepth = 4;
    private const string Letters = "abcXYZ019-_.é雲😀 &<>\"'\\/\t\n\r%+=;,{}[]\u0001";
    private const string Visible = "abcXYZ019-_.:;/()";

    private readonly Random _random = new(seed);

    public Shape Next(StructureContract contract, bool isHttp = false)
    {
        var shape = contract.New();
        Fill(shape, 0, isHttp);
        return shape;
    }

    private void Fill(Shape shape, int depth, bool isHttp)
    {
        var members = shape.Contract.Members;
        var chosen = members.Length == 0 ? -1 : _random.Next(members.Length);
        foreach (var member in members)
        {
            var isLabel = member.Location == MemberLocation.Uri;
            // S3's first notifications had an Event and then Events of the same name.
            if (member.Shape is StructureContract { IsEventStream: true } || member.Location == MemberLocation.StatusCode
                || (shape.Contract.IsUnion && member.Slot != chosen)
                || members.Take(member.Slot).Any(m => m.Location == member.Location && m.WireName == member.WireName))
            {
                continue;
            }

            if (isLabel || member.Slot == chosen || _random.Next(Math.Max(3, members.Length / 6)) == 0)
            {
                if (depth < MaxDepth || member.Kind is not (ShapeKind.Structure or ShapeKind.List or ShapeKind.Map))
                {
                    shape.SetValue(member.Slot, Value(member, depth + 1, isHttp && member.Location != MemberLocation.Body));
                }
            }
        }
    }

    private ShapeValue Value(MemberContract member, int depth, bool isInHeader)
    {
        switch (member.Kind)
        {
            case ShapeKind.Structure:
                var shape = ((StructureContract)member.Shape).New();
                Fill(shape, depth, false);
                return ShapeValue.Of(shape);
            case ShapeKind.List:
                var list = (ListContract)member.Shape;
                IList elements = list.New();
                for (var i = _random.Next(1, 4); i > 0 && depth <= MaxDepth; i--)
                {
                    ShapeCollections.Add(elements, list.Element.Kind, Value(list.Element, depth + 1, isInHeader));
                }

                return ShapeValue.Of(elements);
            case ShapeKind.Map:
                var map = (MapContract)member.Shape;
                IDictionary entries = map.New();
                for (var i = _random.Next(1, 3); i > 0 && depth <= MaxDepth; i--)
                {
                    ShapeCollections.Set(entries, map.Value.Kind, isInHeader ? "k" + i : Text(isInHeader) + i, Value(map.Value, depth + 1, isInHeader));
                }

                return ShapeValue.Of(entries);
            case ShapeKind.String:
                var enums = ((ScalarContract)member.Shape).EnumValues;
                return ShapeValue.Of(enums.Length > 0 && !isInHeader ? enums[_random.Next(enums.Length)] : (object)Text(isInHeader));
            case ShapeKind.Blob:
                var bytes = new byte[_random.Next(1, 20)];
                _random.NextBytes(bytes);
                return member.IsStreaming ? ShapeValue.Of(Payload.FromBytes(bytes)) : ShapeValue.Of((ReadOnlyMemory<byte>)bytes);
            case ShapeKind.Boolean:
                return ShapeValue.Of(_random.Next(2) == 0);
            case ShapeKind.Integer:
                return ShapeValue.Of((long)_random.Next(int.MinValue, int.MaxValue));
            case ShapeKind.Long:
                return ShapeValue.Of(_random.NextInt64(long.MinValue, long.MaxValue));
            case ShapeKind.Float:
                return ShapeValue.Of((float)_random.NextDouble() * 1e6f);
            case ShapeKind.Double:
                return ShapeValue.Of(_random.Next(8) switch { 0 => double.NaN, 1 => double.NegativeInfinity, _ => (_random.NextDouble() - 0.5) * 1e9 });
            case ShapeKind.Timestamp:
                var isWhole = isInHeader || member.TimestampFormat == TimestampFormat.Rfc822 || _random.Next(2) == 0;
                return ShapeValue.Of(DateTimeOffset.FromUnixTimeMilliseconds(isWhole ? _random.NextInt64(4_000_000_000) * 1000 : _random.NextInt64(4_000_000_000_000)));
            default:
                return ShapeValue.Of(Document.Parse("""{"a":[1,null,"x"]}"""u8)!);
        }
    }

    private string Text(bool isInHeader)
    {
        var length = _random.Next(1, 12);
        if (isInHeader)
        {
            return string.Concat(Enumerable.Range(0, length).Select(_ => Visible[_random.Next(Visible.Length)]));
        }

        var runes = Letters.EnumerateRunes().ToArray();
        return string.Concat(Enumerable.Range(0, length).Select(_ => runes[_random.Next(runes.Length)].ToString()));
    }
}
