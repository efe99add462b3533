using System.Buffers.Binary;
using System.Text;
using Unkai.Api;
using Unkai.Api.Contracts;

namespace Unkai.Wire.Protocols.Cbor;

/// <summary>CBOR to shapes, driven by the contract. Lengths known and unknown, every width of number; depth is bounded.</summary>
internal ref struct CborShapeReader
{
    public const int MaxDepth = 64;

    private static readonly UTF8Encoding s_strictUtf8 = new(false, true);

    private readonly ReadOnlySpan<byte> _data;
    private int _at;
    private int _depth;

    private CborShapeReader(ReadOnlySpan<byte> data) => _data = data;

    /// <returns>False when the data is not what the contract says, or not CBOR.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, Shape target)
    {
        var reader = new CborShapeReader(data);
        return reader.TryReadStructure(target) && reader._at == data.Length;
    }

    /// <summary>The head of an item; <paramref name="isOpen"/> when its length is not known.</summary>
    private bool TryHead(out CborMajor major, out ulong value, out bool isOpen)
    {
        (major, value, isOpen) = (default, 0, false);
        if (_at >= _data.Length)
        {
            return false;
        }

        var first = _data[_at++];
        major = (CborMajor)(first >> 5);
        var small = first & 31;
        var size = small switch { < 24 => 0, 24 => 1, 25 => 2, 26 => 4, 27 => 8, _ => -1 };
        if (small == 31 && major is not (CborMajor.Unsigned or CborMajor.Negative or CborMajor.Tag))
        {
            isOpen = true;
            return true;
        }

        if (size < 0 || _data.Length - _at < size)
        {
            return false;
        }

        var rest = _data.Slice(_at, size);
        value = size switch
        {
            0 => (ulong)small,
            1 => rest[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(rest),
            4 => BinaryPrimitives.ReadUInt32BigEndian(rest),
            _ => BinaryPrimitives.ReadUInt64BigEndian(rest),
        };
        _at += size;
        return true;
    }

    private readonly bool IsNull => _at < _data.Length && _data[_at] is 0xf6 or 0xf7;

    /// <summary>Whether a container goes on: counts down, or looks for its end.</summary>
    private bool More(ref ulong left, bool isOpen)
    {
        if (!isOpen)
        {
            return left-- > 0;
        }

        if (_at < _data.Length && _data[_at] == 0xff)
        {
            _at++;
            return false;
        }

        return _at < _data.Length;
    }

    private bool TryReadStructure(Shape target)
    {
        if (!TryHead(out var major, out var count, out var isOpen) || major != CborMajor.Map || ++_depth > MaxDepth)
        {
            return false;
        }

        var contract = target.Contract;
        var guess = 0;
        while (More(ref count, isOpen))
        {
            if (!TryReadTextBytes(out var name))
            {
                return false;
            }

            if (contract.FindJson(name, guess) is not { } member)
            {
                if (!TrySkip())
                {
                    return false;
                }

                continue;
            }

            guess = member.Slot + 1;
            if (IsNull)
            {
                _at++;
                continue;
            }

            if (!TryRead(member, out var value))
            {
                return false;
            }

            target.SetValue(member.Slot, value);
        }

        _depth--;
        return !isOpen || _data[_at - 1] == 0xff;
    }

    private bool TryRead(MemberContract member, out ShapeValue value)
    {
        value = default;
        switch (member.Kind)
        {
            case ShapeKind.Structure:
                var shape = ((StructureContract)member.Shape).New();
                value = ShapeValue.Of(shape);
                return TryReadStructure(shape);
            case ShapeKind.List:
                return TryReadList((ListContract)member.Shape, out value);
            case ShapeKind.Map:
                return TryReadMap((MapContract)member.Shape, out value);
            case ShapeKind.String:
                if (!TryReadText(out var text))
                {
                    return false;
                }

                value = ShapeValue.Of((object)text);
                return true;
            case ShapeKind.Blob:
                if (!TryReadBytes(CborMajor.Bytes, out var bytes))
                {
                    return false;
                }

                value = member.IsStreaming ? ShapeValue.Of(Payload.FromBytes(bytes.ToArray())) : ShapeValue.Of((ReadOnlyMemory<byte>)bytes.ToArray());
                return true;
            case ShapeKind.Boolean:
                if (_at >= _data.Length || _data[_at] is not (0xf4 or 0xf5))
                {
                    return false;
                }

                value = ShapeValue.Of(_data[_at++] == 0xf5);
                return true;
            case ShapeKind.Integer or ShapeKind.Long:
                return TryReadInteger(member.Kind, out value);
            case ShapeKind.Float or ShapeKind.Double:
                if (!TryReadNumber(out var number))
                {
                    return false;
                }

                value = member.Kind == ShapeKind.Float ? ShapeValue.Of((float)number) : ShapeValue.Of(number);
                return true;
            case ShapeKind.Timestamp:
                return TryReadTimestamp(out value);
            default:
                return TrySkip();
        }
    }

    private bool TryReadList(ListContract contract, out ShapeValue value)
    {
        value = default;
        if (!TryHead(out var major, out var count, out var isOpen) || major != CborMajor.Array || ++_depth > MaxDepth)
        {
            return false;
        }

        var list = contract.New();
        while (More(ref count, isOpen))
        {
            if (IsNull)
            {
                _at++;
                continue;
            }

            if (!TryRead(contract.Element, out var element))
            {
                return false;
            }

            ShapeCollections.Add(list, contract.Element.Kind, element);
        }

        _depth--;
        value = ShapeValue.Of(list);
        return !isOpen || _data[_at - 1] == 0xff;
    }

    private bool TryReadMap(MapContract contract, out ShapeValue value)
    {
        value = default;
        if (!TryHead(out var major, out var count, out var isOpen) || major != CborMajor.Map || ++_depth > MaxDepth)
        {
            return false;
        }

        var map = contract.New();
        while (More(ref count, isOpen))
        {
            if (!TryReadText(out var key))
            {
                return false;
            }

            if (IsNull)
            {
                _at++;
                continue;
            }

            if (!TryRead(contract.Value, out var element))
            {
                return false;
            }

            ShapeCollections.Set(map, contract.Value.Kind, key, element);
        }

        _depth--;
        value = ShapeValue.Of(map);
        return !isOpen || _data[_at - 1] == 0xff;
    }

    private bool TryReadText(out string text)
    {
        text = "";
        if (!TryReadTextBytes(out var bytes))
        {
            return false;
        }

        try
        {
            text = s_strictUtf8.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private bool TryReadTextBytes(out ReadOnlySpan<byte> text) => TryReadBytes(CborMajor.Text, out text);

    private bool TryReadBytes(CborMajor expected, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!TryHead(out var major, out var length, out var isOpen) || major != expected)
        {
            return false;
        }

        if (!isOpen)
        {
            if (length > (ulong)(_data.Length - _at))
            {
                return false;
            }

            bytes = _data.Slice(_at, (int)length);
            _at += (int)length;
            return true;
        }

        var whole = new List<byte>();
        while (_at < _data.Length && _data[_at] != 0xff)
        {
            if (!TryHead(out major, out length, out isOpen) || major != expected || isOpen || length > (ulong)(_data.Length - _at))
            {
                return false;
            }

            whole.AddRange(_data.Slice(_at, (int)length));
            _at += (int)length;
        }

        bytes = whole.ToArray();
        return _at++ < _data.Length;
    }

    private bool TryReadInteger(ShapeKind kind, out ShapeValue value)
    {
        value = default;
        if (!TryHead(out var major, out var bits, out var isOpen) || isOpen || bits > long.MaxValue)
        {
            return false;
        }

        long number;
        if (major is CborMajor.Unsigned or CborMajor.Negative)
        {
            number = major == CborMajor.Unsigned ? (long)bits : ~(long)bits;
        }
        else
        {
            return false;
        }

        value = ShapeValue.Of(number);
        return kind == ShapeKind.Long || number is >= int.MinValue and <= int.MaxValue;
    }

    private bool TryReadNumber(out double number)
    {
        number = 0;
        var start = _at;
        if (!TryHead(out var major, out var bits, out var isOpen) || isOpen)
        {
            return false;
        }

        switch (major)
        {
            case CborMajor.Unsigned: number = bits; return true;
            case CborMajor.Negative: number = -1d - bits; return true;
            case CborMajor.Simple when _data[start] == 0xf9: number = (double)BitConverter.UInt16BitsToHalf((ushort)bits); return true;
            case CborMajor.Simple when _data[start] == 0xfa: number = BitConverter.UInt32BitsToSingle((uint)bits); return true;
            case CborMajor.Simple when _data[start] == 0xfb: number = BitConverter.UInt64BitsToDouble(bits); return true;
            default: return false;
        }
    }

    private bool TryReadTimestamp(out ShapeValue value)
    {
        value = default;
        if (_at < _data.Length && _data[_at] >> 5 == (int)CborMajor.Tag && (!TryHead(out _, out var tag, out _) || tag != 1))
        {
            return false;
        }

        if (!TryReadNumber(out var seconds) || !(Math.Abs(seconds) < 1e12) || Timestamps.FromUnixSeconds(decimal.Round((decimal)seconds, 3)) is not { } time)
        {
            return false;
        }

        value = ShapeValue.Of(time);
        return true;
    }

    private bool TrySkip()
    {
        if (!TryHead(out var major, out var value, out var isOpen) || ++_depth > MaxDepth)
        {
            return false;
        }

        switch (major)
        {
            case CborMajor.Bytes or CborMajor.Text when !isOpen:
                if (value > (ulong)(_data.Length - _at))
                {
                    return false;
                }

                _at += (int)value;
                break;
            case CborMajor.Bytes or CborMajor.Text or CborMajor.Array or CborMajor.Map:
                var items = major == CborMajor.Map && !isOpen ? value > int.MaxValue ? ulong.MaxValue : value * 2 : value;
                while (More(ref items, isOpen))
                {
                    if (!TrySkip())
                    {
                        return false;
                    }
                }

                break;
            case CborMajor.Tag when !TrySkip():
                return false;
            case CborMajor.Simple when isOpen:
                return false;
            default:
                break;
        }

        _depth--;
        return true;
    }
}
