namespace Unkai.Compute;

/// <summary>A runtime with the interpreter that will run it; provided runtimes have none.</summary>
internal sealed record ResolvedRuntime(RuntimeIdentifier Identifier, Interpreter? Interpreter, RuntimeSubstitution? Substitution);
