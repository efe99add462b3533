using System.Text;

namespace Unkai.Tests.Checksums;

public sealed class ChecksumTests
{
    // The check value of the CRC catalogue: each algorithm over the nine digits "123456789".
    [Theory]
    [InlineData(ChecksumAlgorithm.Crc32, "CBF43926")]
    [InlineData(ChecksumAlgorithm.Crc32C, "E3069283")]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "AE8B14860A799888")]
    [InlineData(ChecksumAlgorithm.XxHash64, "8CB841DB40E6AE83")]
    [InlineData(ChecksumAlgorithm.XxHash3, "72DCB18B67A17DFF")]
    [InlineData(ChecksumAlgorithm.XxHash128, "33119477EDE5DCD5E9716427681D5860")]
    [InlineData(ChecksumAlgorithm.Md5, "25F9E794323B453885F5181F1B624D0B")]
    [InlineData(ChecksumAlgorithm.Sha1, "F7C3BC1D808E04732ADF679965CCC34CA7AE3441")]
    [InlineData(ChecksumAlgorithm.Sha256, "15E2B0D3C33891EBB0F1EF609EC419420C20E320CE94C65FBC8C3312448EB225")]
    public void The_nine_digits_give_the_published_check_value(ChecksumAlgorithm algorithm, string expected)
    {
        var checksum = global::Unkai.Checksums.Create(algorithm);

        checksum.Append("123456789"u8);

        Assert.Equal(expected, Convert.ToHexString(checksum.Current()));
    }

    // The hash takes another way at 4, 9, 17, 129 and 241 bytes, at each stripe and at each block: libxxhash 0.8.1 gave the digest of its results.
    [Theory]
    [InlineData(ChecksumAlgorithm.XxHash3, "b44028b2038e760826fa60ba4bac7f34178b4e934cef677f125aa5e63a3264e7")]
    [InlineData(ChecksumAlgorithm.XxHash128, "3f3f3d6688a462149a7e1bde281e8459f5ea8e3fa90486bc10391db89316779c")]
    public void Hashes_of_every_length_are_those_of_the_reference(ChecksumAlgorithm algorithm, string expected)
    {
        var bytes = Enumerable.Range(0, 5000).Select(static i => (byte)((i * 7) + 3)).ToArray();
        var all = new List<byte>();
        for (var length = 0; length < bytes.Length; length++)
        {
            all.AddRange(Of(algorithm, bytes.AsSpan(0, length)));
        }

        Assert.Equal(expected, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(all.ToArray())));
    }

    // Single bytes go by table, longer pieces by the processor's multiplication.
    [Theory]
    [InlineData(ChecksumAlgorithm.Crc32)]
    [InlineData(ChecksumAlgorithm.Crc64Nvme)]
    public void Every_length_gives_what_its_bytes_give_one_by_one(ChecksumAlgorithm algorithm)
    {
        var random = new Random(20261121);
        for (var length = 0; length < 700; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var whole = global::Unkai.Checksums.Create(algorithm);
            whole.Append(bytes);
            var single = global::Unkai.Checksums.Create(algorithm);
            foreach (var value in bytes)
            {
                single.Append([value]);
            }

            Assert.Equal(single.Current(), whole.Current());
        }
    }

    [Fact]
    public void Pieces_of_any_length_give_what_the_whole_gives()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 300)));
        foreach (var algorithm in Enum.GetValues<ChecksumAlgorithm>())
        {
            var whole = global::Unkai.Checksums.Create(algorithm);
            whole.Append(text);
            for (var cut = 0; cut < text.Length; cut += 7)
            {
                var pieces = global::Unkai.Checksums.Create(algorithm);
                pieces.Append(text.AsSpan(0, cut));
                pieces.Append(text.AsSpan(cut));

                Assert.Equal(whole.Current(), pieces.Current());
            }
        }
    }

    [Theory]
    [InlineData(16 * 1024, 0)]
    [InlineData(16 * 1024, 1)]
    [InlineData(1, 16 * 1024)]
    [InlineData(10_000, 10_000)]
    public void A_digest_is_the_same_where_it_is_kept_whole_and_where_it_grows(int first, int second)
    {
        var bytes = Enumerable.Range(0, first + second).Select(i => (byte)(i * 7)).ToArray();
        using var digest = new Digest(ChecksumAlgorithm.Sha256);

        digest.Append(bytes.AsSpan(0, first));
        digest.Append(bytes.AsSpan(first));

        Assert.Equal(System.Security.Cryptography.SHA256.HashData(bytes), digest.Current());
        Assert.Equal(digest.Current(), digest.Current());
    }

    [Fact]
    public void Cyclic_checksums_of_two_pieces_make_the_wholes()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 3000)));
        foreach (var algorithm in (ChecksumAlgorithm[])[ChecksumAlgorithm.Crc32, ChecksumAlgorithm.Crc32C, ChecksumAlgorithm.Crc64Nvme])
        {
            for (var cut = 0; cut <= text.Length; cut += 613)
            {
                Assert.Equal(
                    Of(algorithm, text),
                    global::Unkai.Checksums.Combine(algorithm, Of(algorithm, text.AsSpan(0, cut)), Of(algorithm, text.AsSpan(cut)), text.Length - cut));
            }
        }

        Assert.Null(global::Unkai.Checksums.Combine(ChecksumAlgorithm.Sha256, Of(ChecksumAlgorithm.Sha256, []), Of(ChecksumAlgorithm.Sha256, []), 0));
    }

    private static byte[] Of(ChecksumAlgorithm algorithm, ReadOnlySpan<byte> bytes)
    {
        var checksum = global::Unkai.Checksums.Create(algorithm);
        checksum.Append(bytes);
        return checksum.Current();
    }
}
