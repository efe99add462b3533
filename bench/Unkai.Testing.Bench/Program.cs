using System.Diagnostics;
using System.Globalization;
using Amazon.S3;
using Unkai.Testing;

// What a test pays for a world of its own: medians in this process, with the cloud of the default world holding a thousand objects.
const int Forks = 2_000;
const int Clouds = 20;

await using var cloud = await UnkaiCloud.StartAsync();
using (var seed = cloud.Client<IAmazonS3>())
{
    await seed.PutBucketAsync("bucket");
    for (var i = 0; i < 1_000; i++)
    {
        await seed.PutObjectAsync(new() { BucketName = "bucket", Key = string.Create(CultureInfo.InvariantCulture, $"key-{i}"), ContentBody = "content" });
    }
}

await MeasureMadeAsync("fork", Forks, () => cloud.ForkAsync(), static async world => await world.DisposeAsync());
await MeasureAsync("fork and delete", Forks, async () => await (await cloud.ForkAsync()).DisposeAsync());
await MeasureAsync("fork, client, one S3 call, delete", Forks, async () =>
{
    await using var world = await cloud.ForkAsync();
    using var s3 = world.Client<IAmazonS3>();
    await s3.GetObjectMetadataAsync("bucket", "key-7");
});
await MeasureMadeAsync("start a cloud", Clouds, () => UnkaiCloud.StartAsync(), static async other => await other.DisposeAsync());
await MeasureAsync("start a cloud and stop it", Clouds, async () => await (await UnkaiCloud.StartAsync()).DisposeAsync());
var worlds = new List<UnkaiWorld>();
await MeasureAsync("fork, beside 1,000 others that live", 1_000, async () => worlds.Add(await cloud.ForkAsync()));
foreach (var world in worlds)
{
    await world.DisposeAsync();
}

return;

static Task MeasureAsync(string what, int count, Func<Task> run) => MeasureTimedAsync(what, count, async () =>
{
    await run();
    return static () => ValueTask.CompletedTask;
});

static Task MeasureMadeAsync<T>(string what, int count, Func<Task<T>> run, Func<T, Task> end) => MeasureTimedAsync(what, count, async () =>
{
    var made = await run();
    return async () => await end(made);
});

static async Task MeasureTimedAsync(string what, int count, Func<Task<Func<ValueTask>>> run)
{
    var times = new List<double>(count);
    for (var i = -count / 10; i < count; i++)
    {
        var started = Stopwatch.GetTimestamp();
        var end = await run();
        if (i >= 0)
        {
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        await end();
    }

    times.Sort();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-40} median {times[count / 2],8:F3} ms   p99 {times[count * 99 / 100],8:F3} ms"));
}
