using System.Net;
using System.Net.Sockets;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

[CollectionDefinition(DisableParallelization = true)]
public sealed class AloneCollection;

/// <summary>What much costs; alone, since it looks at the process's memory.</summary>
[Collection(typeof(AloneCollection))]
public sealed class LoadTests(S3Cloud cloud)
{
    private const int MegaByte = 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_idle_connections_are_cheap()
    {
        using var warm = await cloud.Http.GetAsync(new Uri(cloud.Server.Address, "/_unkai/health"), Cancellation);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var connections = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 1000; i++)
            {
                var connection = new TcpClient();
                connections.Add(connection);
                await connection.ConnectAsync(IPAddress.Loopback, cloud.Server.Address.Port, Cancellation);
            }

            await cloud.BucketAsync();
            var grown = GC.GetTotalMemory(forceFullCollection: true) - before;

            Assert.True(grown < 64 * MegaByte, $"{grown / MegaByte} MB for 1,000 idle connections");
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }
    }

    /// <summary>256 MB, or as many as <c>UNKAI_LARGE_BODY_MB</c> says: 5120 is the largest that one request may bring, and takes minutes.</summary>
    [Fact]
    public async Task A_large_body_streams_through_without_standing_in_memory()
    {
        var size = (long)MegaByte * (int.TryParse(Environment.GetEnvironmentVariable("UNKAI_LARGE_BODY_MB"), out var megabytes) ? megabytes : 256);
        var directory = Directory.CreateTempSubdirectory("unkai-test-").FullName;
        try
        {
            await using var server = await S3Cloud.StartAsync(options => options with { DataDirectory = directory });
            using var client = S3Cloud.ClientOf(server);
            await client.PutBucketAsync("films", Cancellation);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var content = new SteadyContent(size);

            using var put = await cloud.Http.SendAsync(S3Cloud.RequestTo(server, HttpMethod.Put, "/films/film", content), Cancellation);
            var grown = content.MemoryMax - before;

            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
            Assert.Equal(size, (await client.GetObjectMetadataAsync("films", "film", Cancellation)).ContentLength);
            Assert.True(grown < 48 * MegaByte, $"{grown / MegaByte} MB more while {size / MegaByte} MB came in");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>The same bytes again and again; looks at the heap now and then.</summary>
    private sealed class SteadyContent(long size) : HttpContent
    {
        private readonly byte[] _chunk = new byte[MegaByte];

        public long MemoryMax { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var sent = 0L; sent < size; sent += _chunk.Length)
            {
                await stream.WriteAsync(_chunk);
                if (sent % (size / 16) == 0)
                {
                    MemoryMax = Math.Max(MemoryMax, GC.GetTotalMemory(forceFullCollection: true));
                }
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = size;
            return true;
        }
    }
}
