namespace Unkai.Api;

/// <summary>One value of any kind, 16 bytes, never boxed: a reference, or the bits of a number; bytes use both (array, and offset with length).</summary>
internal struct Slot
{
    public object? Reference;
    public long Bits;
}
