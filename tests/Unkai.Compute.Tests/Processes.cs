namespace Unkai.Compute.Tests;

internal static class Processes
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    /// <summary>Waits until no process of the machine has <paramref name="text"/> in its command line.</summary>
    public static async Task NoneHasAsync(string text) => await UntilAsync(() => !With(text).Any());

    /// <summary>Waits for it: a process has its command line a moment after its exec.</summary>
    public static async Task OneHasAsync(string text) => await UntilAsync(() => With(text).Any());

    public static async Task NoneRunsAsync(int process) => await UntilAsync(() => !Directory.Exists($"/proc/{process}") || IsZombie($"/proc/{process}"));

    public static async Task IsStoppedAsync(int process) => await UntilAsync(() => State($"/proc/{process}") == 'T');

    public static IEnumerable<int> With(string text)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && CommandLine(folder).Contains(text, StringComparison.Ordinal) && !IsZombie(folder))
            {
                yield return id;
            }
        }
    }

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(folder + "/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static bool IsZombie(string folder) => State(folder) is 'Z' or 'X';

    private static char State(string folder)
    {
        try
        {
            return File.ReadAllText(folder + "/stat").Split(") ")[^1][0];
        }
        catch (IOException)
        {
            return 'X';
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = MachineClock.Instance.CancelAfter(s_limit);
        while (!condition())
        {
            await Task.Yield();
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
