using Unkai;
using Unkai.Compute;
using Unkai.Compute.Bench;

// Warm and cold invocations of an empty function, beside their floors: a bare pipe round trip to the same interpreter, and its bare start.
var folder = Directory.CreateTempSubdirectory("unkai-bench-").FullName;
try
{
    foreach (var kind in (SandboxKind[])[SandboxKind.Process, SandboxKind.Bubblewrap])
    {
        await using var pool = new FunctionPool(
            new FunctionPoolOptions { StateDirectory = Path.Combine(folder, "state"), Sandbox = kind },
            ProcessLauncher.Instance,
            MachineClock.Instance,
            CryptographicRandomSource.Instance);
        foreach (var subject in Subject.All(folder))
        {
            var pipe = subject.Pipe is null ? (double?)null : PipeFloor.MedianMicroseconds(subject.Pipe);
            var warm = await Invocations.WarmMedianMicrosecondsAsync(pool, subject.Definition);
            var cold = await Invocations.ColdMedianMillisecondsAsync(pool, subject.Definition);
            var start = subject.Start is null ? (double?)null : StartFloor.MedianMilliseconds(subject.Start);
            Console.WriteLine(
                $"{kind,-10} {subject.Definition.Runtime,-16} warm {warm,7:F1} us  pipe {pipe,7:F1} us  ratio {warm / pipe,5:F2}   cold {cold,7:F1} ms  start {start,7:F1} ms");
        }
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}
