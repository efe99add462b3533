using System.Buffers.Binary;

namespace Unkai;

/// <summary>Ids and numbers drawn from a random source.</summary>
public static class RandomSourceExtensions
{
    extension(IRandomSource random)
    {
        /// <summary>A random (version 4) UUID.</summary>
        public Guid NextGuid()
        {
            Span<byte> bytes = stackalloc byte[16];
            random.Fill(bytes);
            bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
            bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
            return new Guid(bytes, bigEndian: true);
        }

        /// <summary>Sixty-four random bits.</summary>
        public ulong NextUInt64()
        {
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            random.Fill(bytes);
            return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        }

        /// <summary>A number from 0 up to, but not including, <paramref name="bound"/>.</summary>
        public int Next(int bound)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
            return (int)((UInt128)random.NextUInt64() * (uint)bound >> 64);
        }

        /// <summary>A number from 0 up to, but not including, 1.</summary>
        public double NextDouble() => (random.NextUInt64() >> 11) * (1.0 / (1UL << 53));

        /// <summary>Text of <paramref name="length"/> characters drawn evenly from <paramref name="alphabet"/>.</summary>
        public string NextString(int length, string alphabet) =>
            string.Create(length, (random, alphabet), static (text, state) =>
            {
                for (var i = 0; i < text.Length; i++)
                {
                    text[i] = state.alphabet[state.random.Next(state.alphabet.Length)];
                }
            });

        /// <summary>Lower-case hexadecimal text of <paramref name="length"/> digits.</summary>
        public string NextHex(int length) => random.NextString(length, "0123456789abcdef");
    }
}
