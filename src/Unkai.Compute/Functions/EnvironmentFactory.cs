using System.Globalization;

namespace Unkai.Compute;

/// <summary>Makes environments; what it needs of the machine is looked for when it is first needed.</summary>
internal sealed class EnvironmentFactory(FunctionPoolOptions options, IProcessLauncher launcher, MachineClock clock, IRandomSource random)
{
    private readonly InterpreterCatalogue _interpreters = new(launcher);
    private readonly Lazy<MemoryCgroupRoot?> _cgroups = new(MemoryCgroupRoot.Find);
    private readonly Lazy<string> _runtimeDirectory = new(() => BootstrapFiles.Write(Path.GetFullPath(options.StateDirectory)));
    private readonly Lazy<string> _environmentsDirectory = new(() => EnvironmentFolders.Prepare(Path.GetFullPath(options.StateDirectory)));
    private readonly Lazy<FakeTime?> _fakeTime = new(() => options.FakesTime ? FakeTime.Find() : null);
    private Lazy<ISandbox>? _sandbox;
    private int _made;

    public ISandbox Sandbox => LazyInitializer.EnsureInitialized(ref _sandbox, () => new Lazy<ISandbox>(ChooseSandbox)).Value;

    /// <summary>Finds the interpreter; off the caller's thread, for interpreters are asked for their versions.</summary>
    public async Task<(ResolvedRuntime? Runtime, string? Refusal)> ResolveAsync(FunctionDefinition definition)
    {
        if (RuntimeIdentifier.Find(definition.Runtime) is not { } runtime)
        {
            return (null, $"Lambda has no runtime {definition.Runtime}");
        }

        if (runtime.Family is RuntimeFamily.Ruby or RuntimeFamily.Java)
        {
            return (null, $"Unkai does not run {definition.Runtime} yet; provided.al2023 with a bootstrap of its own does");
        }

        if (runtime.Wanted is not { } wanted)
        {
            return (new ResolvedRuntime(runtime, null, null), null);
        }

        var interpreter = await Task.Run(() => _interpreters.Find(runtime));
        var name = runtime.Family switch { RuntimeFamily.Python => "Python", RuntimeFamily.NodeJs => "Node.js", _ => ".NET" };
        var wantedName = $"{name} {(runtime.Family == RuntimeFamily.Python ? wanted.ToString(2) : wanted.Major.ToString(CultureInfo.InvariantCulture))}";
        if (interpreter is null)
        {
            return (null, $"{definition.Runtime} needs {wantedName}; this machine has no {name} that could run it");
        }

        if (interpreter.Matches(wanted, runtime.Family))
        {
            return (new ResolvedRuntime(runtime, interpreter, null), null);
        }

        return options.StrictRuntimes
            ? (null, $"{definition.Runtime} needs {wantedName}, which is not installed; the nearest is {interpreter.Version}, and strict mode wants the exact one")
            : (new ResolvedRuntime(runtime, interpreter, new RuntimeSubstitution(definition.Runtime, wantedName, $"{name} {interpreter.Version}")), null);
    }

    public ExecutionEnvironment Create(
        FunctionDefinition definition, ResolvedRuntime runtime, FunctionCredentials? credentials, TimeSpan initLimit, string? logStream)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{random.NextHex(4)}{Interlocked.Increment(ref _made)}");
        var directory = Path.Combine(_environmentsDirectory.Value, name);
        var today = definition.WorldTimeOrMachine.GetUtcNow();
        return new ExecutionEnvironment(new EnvironmentPlan
        {
            Definition = definition with { CodeDirectory = Path.GetFullPath(definition.CodeDirectory) },
            Runtime = runtime.Identifier,
            Interpreter = runtime.Interpreter,
            Substitution = runtime.Substitution,
            Sandbox = Sandbox,
            Cgroups = _cgroups.Value,
            Credentials = credentials,
            RuntimeDirectory = _runtimeDirectory.Value,
            Name = name,
            Directory = directory,
            LogStream = logStream ?? string.Create(CultureInfo.InvariantCulture, $"{today:yyyy'/'MM'/'dd}/[{definition.Version}]{random.NextHex(32)}"),
            FakeTime = _fakeTime.Value,
            ClockOffset = _fakeTime.Value is null ? null : FakeTime.OffsetOf(definition, runtime.Identifier.Family, clock),
            InitLimit = initLimit,
            FreezeAfter = options.FreezeAfter,
            Launcher = launcher,
            Clock = clock,
            Random = random,
        });
    }

    private ISandbox ChooseSandbox()
    {
        var limitsMemory = _cgroups.Value is not null;
        var bubblewrap = options.Sandbox == SandboxKind.Process ? null : BubblewrapSandbox.TryCreate(launcher, limitsMemory);
        if (bubblewrap is null && options.Sandbox == SandboxKind.Bubblewrap)
        {
            throw new PlatformNotSupportedException("bubblewrap (bwrap) is not installed or cannot make namespaces here.");
        }

        return bubblewrap as ISandbox ?? new PlainSandbox(limitsMemory);
    }
}
