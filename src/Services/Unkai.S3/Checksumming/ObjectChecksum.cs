using Unkai.Api;
using Unkai.S3.Model;

namespace Unkai.S3.Checksumming;

/// <summary>An object's or part's stored checksum. AWS's shapes have a member an algorithm: <c>ChecksumCRC32</c> and its like.</summary>
internal readonly record struct ObjectChecksum(string? Algorithm, string? Value)
{
    private const string MemberPrefix = "Checksum";

    internal static ObjectChecksum Of(ObjectRecord record) => new(record.ChecksumAlgorithm, record.Checksum);

    internal static ObjectChecksum Of(PartRecord part) => new(part.ChecksumAlgorithm, part.Checksum);

    /// <summary>The algorithm that a member is of; null for other members.</summary>
    internal static ChecksumAlgorithm? AlgorithmOf(string memberName) =>
        memberName.StartsWith(MemberPrefix, StringComparison.Ordinal) ? Checksums.Parse(memberName[MemberPrefix.Length..]) : null;

    /// <summary>The checksums that a shape states, in the order of its members.</summary>
    internal static IEnumerable<ObjectChecksum> StatedIn(Shape shape)
    {
        var members = shape.Contract.Members;
        for (var slot = shape.NextSet(0); slot >= 0; slot = shape.NextSet(slot + 1))
        {
            if (AlgorithmOf(members[slot].Name) is { } algorithm)
            {
                yield return new ObjectChecksum(Checksums.NameOf(algorithm), shape.GetString(slot));
            }
        }
    }

    /// <summary>Puts the checksum into the member of its algorithm.</summary>
    internal void WriteTo(Shape shape)
    {
        if (Algorithm is not null && Value is not null && shape.Contract.Find(MemberPrefix + Algorithm) is { } member)
        {
            shape.SetString(member.Slot, Value);
        }
    }
}

/// <summary>Shapes that bear a checksum.</summary>
internal static class ChecksummedShapes
{
    extension<TShape>(TShape shape)
        where TShape : Shape
    {
        /// <summary>The shape, with the checksum in the member of its algorithm.</summary>
        internal TShape With(ObjectChecksum checksum)
        {
            checksum.WriteTo(shape);
            return shape;
        }
    }
}
