namespace Unkai.Tests.Disk;

/// <summary>What the machine's file system says, as the seam says it.</summary>
public sealed class MachineDiskTests
{
    [Fact]
    public async Task A_full_disk_is_told_from_other_failures()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This machine has no /dev/full.");
        using var file = new MachineDisk("/dev").Open("full", DiskOpenMode.ReadWrite);

        Assert.Throws<DiskFullException>(() => file.Write(new byte[10], 0));
        await Assert.ThrowsAsync<DiskFullException>(async () => await file.WriteAsync(new byte[10], 0, TestContext.Current.CancellationToken));
    }
}
