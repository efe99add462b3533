namespace Unkai.Compute;

/// <summary>What a host lends the Lambda service: the pool that runs functions, and where their code lies.</summary>
/// <param name="Pool">Runs functions.</param>
/// <param name="CodeDirectory">Where packages are unpacked.</param>
/// <param name="CloudAddress">Where the cloud is reached; null while it does not listen.</param>
public sealed record FunctionHost(FunctionPool Pool, string CodeDirectory, Func<Uri?> CloudAddress)
{
    /// <summary>Unpacked packages, named after the SHA-256 of the zip file.</summary>
    public CodeCache Code { get; } = new(CodeDirectory, MachineBoot.Id, MachineClock.Instance, CryptographicRandomSource.Instance);

    /// <summary>The one address that the world's sandboxes reach, opened when a function first runs; null: the cloud's own.</summary>
    public Func<ValueTask<Uri?>>? SandboxAddress { get; init; }
}
