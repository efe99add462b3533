namespace Unkai.Compute;

/// <summary>The few lines of POSIX shell between this process and the sandboxed one; the shell replaces itself, so the process number stays.</summary>
internal static class LaunchScript
{
    // $1: a cgroup's list of processes, or nothing. Errors and output go one way, so their order is the function's.
    private const string Prologue = """
        if [ -n "$1" ]; then echo $$ > "$1" || exit 126; fi
        shift

        """;

    private const string DiesWithParent = Prologue + """
        exec "$@" 2>&1 </dev/null
        """;

    // The watchdog outlives neither side: the pipe on descriptor 3 ends when the server does, however it ends.
    private const string Watched = Prologue + """
        exec 3<&0 </dev/null
        (trap '' HUP INT TERM; read -r _ <&3; kill -9 -$$) >/dev/null 2>&1 &
        exec "$@" 2>&1 3<&-
        """;

    /// <summary>For a program that the kernel ends with its parent (bubblewrap's <c>--die-with-parent</c>).</summary>
    public static ProcessCommand For(ProcessCommand program, string? cgroupProcessesFile) => Make(DiesWithParent, program, cgroupProcessesFile);

    /// <summary>For a plain program: a second process in its group ends the group when this process dies.</summary>
    public static ProcessCommand WatchedFor(ProcessCommand program, string? cgroupProcessesFile) => Make(Watched, program, cgroupProcessesFile);

    private static ProcessCommand Make(string script, ProcessCommand program, string? cgroupProcessesFile)
    {
        string[] shell = ["/bin/sh", "-c", script, "sh", cgroupProcessesFile ?? "", program.FileName, .. program.Arguments];
        var newSession = ExecutableSearch.Find("setsid");
        return program with
        {
            FileName = newSession ?? shell[0],
            Arguments = newSession is null ? shell[1..] : shell,
        };
    }
}
