namespace Unkai.Cli.Tests.Reliability;

/// <summary>What the clients know of one thing that they write again and again: the serial that was acknowledged last (0: none), and the one that was tried last.</summary>
internal sealed record Known(int Acknowledged, int Tried);
