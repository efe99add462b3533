using System.Globalization;

namespace Unkai.Compute;

/// <summary>Namespaces by bubblewrap: a root made only of the system's programs, the interpreter and the function.</summary>
/// <remarks>
/// As root, the function runs under an unprivileged user of the machine (setpriv, inside), so that no file mode of the host ever favours it,
/// and the environment's thread has entered a network namespace before. As another user, bubblewrap makes a user namespace and the
/// network is shared. Both: no new privileges, no capabilities, own pid, ipc, uts and cgroup namespaces, end with the parent.
/// </remarks>
internal sealed class BubblewrapSandbox(string bubblewrap, string? setPrivileges, string? enterNamespace, bool limitsMemory) : ISandbox
{
    // What Lambda's own sandbox user is called matters to nobody; that it is nobody's user on the host does.
    private const string User = "993";
    private const string Group = "990";
    private const long MegabyteBytes = 1024 * 1024;

    private static readonly string[] s_systemFolders = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    // Of /etc only what linkers, TLS and time zones read: no accounts, no keys, no configuration of the host's services.
    private static readonly string[] s_systemFiles =
    [
        "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/ssl/certs", "/etc/ssl/openssl.cnf",
        "/etc/pki/tls/certs", "/etc/pki/ca-trust/extracted", "/etc/ca-certificates", "/etc/localtime", "/etc/mime.types",
        "/etc/crypto-policies",
    ];

    private readonly bool _asRoot = setPrivileges is not null;

    public SandboxKind Kind => SandboxKind.Bubblewrap;

    public bool HasOwnNetwork => enterNamespace is not null;

    public IReadOnlyList<string> NotIsolated { get; } =
    [
        .. enterNamespace is not null ? Array.Empty<string>() : ["network: functions reach everything that this machine reaches, other functions' Runtime APIs included (a network of their own needs root)"],
        .. limitsMemory ? Array.Empty<string>() : ["memory: watched twenty times a second instead of limited by the kernel (no writable memory cgroup)"],
    ];

    /// <returns>Null where bubblewrap is missing or does not work (user namespaces can be forbidden).</returns>
    public static BubblewrapSandbox? TryCreate(IProcessLauncher launcher, bool limitsMemory)
    {
        if (!OperatingSystem.IsLinux() || ExecutableSearch.Find("bwrap") is not { } bubblewrap)
        {
            return null;
        }

        var isRoot = Libc.EffectiveUser() == 0;
        var setPrivileges = isRoot ? ExecutableSearch.Find("setpriv") : null;
        var sandbox = new BubblewrapSandbox(bubblewrap, setPrivileges, isRoot ? ExecutableSearch.Find("nsenter") : null, limitsMemory);
        var trial = new ProcessCommand { FileName = "/bin/true" };
        var wrapped = sandbox.Wrap(bubblewrap, [], trial);
        return ProgramOutput.Read(launcher, wrapped) is { Status: 0 } ? sandbox : null;
    }

    public SandboxPaths PathsOf(SandboxPlan plan) => new("/var/task", "/opt", "/var/runtime", "/run/unkai", "/tmp");

    public ProcessCommand Wrap(SandboxPlan plan, ProcessCommand program, string? cgroupProcessesFile, NetworkNamespace? network)
    {
        List<string> mounts =
        [
            // Parents that bubblewrap makes by itself are closed to all but root.
            .. FoldersTo(["/var/task", "/run/unkai", "/etc/hosts", .. plan.InterpreterDirectories]),
            "--size", (plan.EphemeralStorageMegabytes * MegabyteBytes).ToString(CultureInfo.InvariantCulture), "--perms", "1777", "--tmpfs", "/tmp",
            "--ro-bind", plan.CodeDirectory, "/var/task",
            "--ro-bind", plan.RuntimeDirectory, "/var/runtime",
            "--bind", Path.Combine(plan.EnvironmentDirectory, "run"), "/run/unkai",
        ];
        mounts.AddRange(plan.LayersDirectory is null ? ["--dir", "/opt"] : ["--ro-bind", plan.LayersDirectory, "/opt"]);
        foreach (var folder in plan.InterpreterDirectories)
        {
            mounts.AddRange(["--ro-bind", folder, folder]);
        }

        foreach (var (name, content) in s_accounts)
        {
            var file = Path.Combine(plan.EnvironmentDirectory, "etc-" + name);
            File.WriteAllText(file, content);
            mounts.AddRange(["--ro-bind", file, "/etc/" + name]);
        }

        mounts.AddRange(["--chdir", "/var/task"]);
        var wrapped = Wrap(bubblewrap, mounts, program);
        if (network is not null)
        {
            wrapped = wrapped with { FileName = enterNamespace!, Arguments = ["--net=" + network.Path, "--", wrapped.FileName, .. wrapped.Arguments] };
        }

        return LaunchScript.For(wrapped, cgroupProcessesFile);
    }

    public void Kill(IChildProcess process)
    {
        if (!process.Exited.IsCompleted)
        {
            // Its child, the first process of the pid namespace, dies with it, and with that one the whole namespace.
            Libc.Kill(process.Id, Libc.SignalKill);
        }
    }

    private static readonly (string Name, string Content)[] s_accounts =
    [
        ("passwd", $"root:x:0:0:root:/root:/bin/sh\nsbx_user1051:x:{User}:{Group}::/home/sbx_user1051:/sbin/nologin\n"),
        ("group", $"root:x:0:\nsbx_user1051:x:{Group}:\n"),
        ("hosts", "127.0.0.1 localhost\n"),
        ("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n"),
    ];

    private static IEnumerable<string> FoldersTo(IEnumerable<string> paths) => paths
        .SelectMany(static path => Enumerable
            .Range(1, path.Length - 1)
            .Where(end => path[end] == '/')
            .Select(end => path[..end]))
        .Distinct()
        .Where(static folder => !s_systemFolders.Any(system => folder == system || folder.StartsWith(system + '/', StringComparison.Ordinal)))
        .SelectMany(static folder => (string[])["--perms", "0755", "--dir", folder]);

    private ProcessCommand Wrap(string program, List<string> mounts, ProcessCommand inner)
    {
        List<string> arguments =
        [
            "--die-with-parent", "--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "localhost",
            .. _asRoot
                ? ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
                : (string[])["--unshare-user", "--uid", User, "--gid", Group, "--disable-userns"],
        ];
        foreach (var folder in s_systemFolders)
        {
            if (new DirectoryInfo(folder) is not { Exists: true } info)
            {
                continue;
            }

            arguments.AddRange(info.LinkTarget is { } target ? ["--symlink", target, folder] : ["--ro-bind", folder, folder]);
        }

        arguments.AddRange(FoldersTo(s_systemFiles));
        foreach (var file in s_systemFiles)
        {
            arguments.AddRange(["--ro-bind-try", file, file]);
        }

        arguments.AddRange(["--proc", "/proc", "--dev", "/dev"]);
        arguments.AddRange(mounts);
        arguments.AddRange(["--remount-ro", "/", "--"]);
        if (_asRoot)
        {
            arguments.AddRange([setPrivileges!, "--reuid", User, "--regid", Group, "--clear-groups", "--inh-caps=-all", "--"]);
        }

        return inner with { FileName = program, Arguments = [.. arguments, inner.FileName, .. inner.Arguments] };
    }
}
