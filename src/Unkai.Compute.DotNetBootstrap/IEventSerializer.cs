namespace Unkai.Compute.DotNetBootstrap;

/// <summary>Turns events into parameters and results into answers.</summary>
internal interface IEventSerializer
{
    object? Read(byte[] payload, Type type);

    ReadOnlyMemory<byte> Write(object? value, Type type);
}
