using System.Buffers;
using Unkai.Storage;

namespace Unkai.S3.Model;

/// <summary>An object's list within its record. Fields: 1 owner, then 2 and 3 a pair each for grants (grantee, permission).</summary>
internal static class AclCodec
{
    internal static byte[] Write(AclRecord acl)
    {
        var target = new ArrayBufferWriter<byte>();
        var writer = new FieldWriter(target);
        writer.Text(1, acl.Owner);
        foreach (var grant in acl.Grants)
        {
            writer.Text(2, grant.Grantee);
            writer.Text(3, grant.Permission);
        }

        return target.WrittenSpan.ToArray();
    }

    internal static AclRecord Read(ReadOnlyMemory<byte> source)
    {
        var owner = "";
        var grantee = "";
        var grants = new List<GrantRecord>();
        var reader = new FieldReader(source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: owner = reader.Text(); break;
                case 2: grantee = reader.Text(); break;
                case 3: grants.Add(new GrantRecord(grantee, reader.Text())); break;
                default: break;
            }
        }

        return new AclRecord(owner, grants);
    }
}
