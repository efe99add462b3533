namespace Unkai.DynamoDb.Tests;

/// <summary>Numbers from a seed.</summary>
internal sealed class Dice(int seed)
{
    private ulong _state = ((ulong)seed * 2) + 1;

    internal int Next(int below)
    {
        _state = (_state * 6364136223846793005UL) + 1442695040888963407UL;
        return (int)((_state >> 33) % (ulong)below);
    }
}
