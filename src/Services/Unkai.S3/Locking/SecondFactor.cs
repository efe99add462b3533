namespace Unkai.S3.Locking;

/// <summary>The x-amz-mfa header: a device's serial number, a space and its six digits. The digits are taken as they are: devices are not known here.</summary>
internal static class SecondFactor
{
    private const int Digits = 6;

    internal static bool Suffices(string? header, bool isNeeded)
    {
        if (!isNeeded)
        {
            return true;
        }

        var space = header?.LastIndexOf(' ') ?? -1;
        return space > 0 && header!.Length - space - 1 == Digits && !header.AsSpan(space + 1).ContainsAnyExceptInRange('0', '9');
    }
}
