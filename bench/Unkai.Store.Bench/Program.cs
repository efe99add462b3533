using Unkai;
using Unkai.Storage.Bench;

// Arguments: a folder for the data (default: a new one under the temporary folder), then names of measurements (default: all).
var folder = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), $"unkai-bench-{CryptographicRandomSource.Instance.NextHex(8)}");
var wanted = args.Skip(1).ToHashSet();
try
{
    if (wanted.Count == 0 || wanted.Contains("throughput"))
    {
        await Throughput.RunAsync(folder);
    }

    if (wanted.Count == 0 || wanted.Contains("size"))
    {
        await Size.RunAsync(folder);
    }

    if (wanted.Count == 0 || wanted.Contains("checkpoint"))
    {
        await CheckpointStalls.RunAsync(folder);
    }

    if (wanted.Count == 0 || wanted.Contains("forks"))
    {
        await Forks.RunAsync(folder);
    }

    if (wanted.Contains("blob"))
    {
        await Blob.RunAsync(folder);
    }
}
finally
{
    if (Directory.Exists(folder))
    {
        Directory.Delete(folder, recursive: true);
    }
}
