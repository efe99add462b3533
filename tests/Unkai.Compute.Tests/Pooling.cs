namespace Unkai.Compute.Tests;

public sealed class Pooling(Machine machine)
{
    // Answers when as many are running as the event says: they meet in the host's folder that the test gives.
    private const string Meeting = """
        import os, time
        def handler(event, context):
            open(os.path.join(event["folder"], context.aws_request_id), "w").close()
            while len(os.listdir(event["folder"])) < event["count"]: time.sleep(0.005)
            return os.getpid()
        """;

    private const string ProcessId = "import os\ndef handler(e, c): return os.getpid()";

    [Fact]
    public async Task Twenty_run_at_once_and_the_twenty_first_is_throttled_as_a_value()
    {
        await using var pool = machine.NewPool(SandboxKind.Process);
        var function = TestFunction.Python(machine, pool, Meeting).With(static definition => definition with { ReservedConcurrency = 20 });
        var folder = Directory.CreateDirectory(Path.Combine(machine.Folder, "meeting" + function.Definition.Name)).FullName;
        var payload = $$"""{"folder":"{{folder}}","count":21}""";
        var running = Enumerable.Range(0, 20).Select(_ => function.InvokeAsync(payload)).ToArray();

        Assert.Equal(InvocationStatus.ThrottledByFunction, (await function.InvokeAsync(payload)).Status);
        await File.WriteAllTextAsync(Path.Combine(folder, "open"), "", TestContext.Current.CancellationToken);
        var results = await Task.WhenAll(running);
        Assert.Equal(20, results.Select(TestFunction.Text).Distinct().Count());
        Assert.Equal(20, pool.EnvironmentCount);
    }

    [Fact]
    public async Task Quick_and_slow_answers_in_turn_all_arrive()
    {
        var function = TestFunction.Python(machine, machine.Pool(SandboxKind.Process), """
            import time
            def handler(event, context):
                time.sleep(event / 1000000)
                return event
            """);
        foreach (var microseconds in Enumerable.Range(0, 400).Select(static i => i % 7 * 75))
        {
            Assert.Equal($"{microseconds}", await function.CallAsync($"{microseconds}"));
        }
    }

    [Fact]
    public async Task Functions_without_a_reservation_share_the_accounts_concurrency()
    {
        var pool = machine.Pool(SandboxKind.Process);
        var one = TestFunction.Python(machine, pool, Meeting).With(static definition => definition with { AccountKey = "small", UnreservedConcurrency = 1 });
        var other = TestFunction.Python(machine, pool, Meeting).With(static definition => definition with { AccountKey = "small", UnreservedConcurrency = 1 });
        var folder = Directory.CreateDirectory(Path.Combine(machine.Folder, "meeting" + one.Definition.Name)).FullName;
        var running = one.InvokeAsync($$"""{"folder":"{{folder}}","count":2}""");

        Assert.Equal(InvocationStatus.ThrottledByAccount, (await other.InvokeAsync()).Status);
        await File.WriteAllTextAsync(Path.Combine(folder, "open"), "", TestContext.Current.CancellationToken);
        Assert.Equal(InvocationStatus.Succeeded, (await running).Status);
    }

    [Fact]
    public async Task When_the_machine_is_full_invocations_queue_and_idle_environments_make_room()
    {
        await using var pool = machine.NewPool(SandboxKind.Process, static options => options with { EnvironmentsMax = 2 });
        var functions = Enumerable.Range(0, 3).Select(_ => TestFunction.Python(machine, pool, ProcessId)).ToArray();
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => functions[i % 3].InvokeAsync()));

        Assert.All(results, static result => Assert.Equal(InvocationStatus.Succeeded, result.Status));
        Assert.InRange(pool.EnvironmentCount, 1, 2);
    }

    [Fact]
    public async Task A_full_queue_throttles()
    {
        await using var pool = machine.NewPool(SandboxKind.Process, static options => options with { EnvironmentsMax = 1, QueueLengthMax = 0 });
        var function = TestFunction.Python(machine, pool, Meeting);
        var folder = Directory.CreateDirectory(Path.Combine(machine.Folder, "meeting" + function.Definition.Name)).FullName;
        var payload = $$"""{"folder":"{{folder}}","count":2}""";
        await TestFunction.Python(machine, pool, ProcessId).InvokeAsync();
        var running = function.InvokeAsync(payload);
        while (Directory.GetFiles(folder).Length == 0)
        {
            await Task.Yield();
        }

        Assert.Equal(InvocationStatus.ThrottledByMachine, (await function.InvokeAsync(payload)).Status);
        await File.WriteAllTextAsync(Path.Combine(folder, "open"), "", TestContext.Current.CancellationToken);
        await running;
    }

    [Fact]
    public async Task Another_revision_gets_another_environment_and_the_old_one_ends()
    {
        await using var pool = machine.NewPool(SandboxKind.Process);
        var function = TestFunction.Python(machine, pool, ProcessId);
        var first = await function.CallAsync();
        function.With(static definition => definition with { RevisionKey = "2" });

        Assert.NotEqual(first, await function.CallAsync());
        await Processes.NoneRunsAsync(int.Parse(first, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Drained_environments_end()
    {
        await using var pool = machine.NewPool(SandboxKind.Process);
        var function = TestFunction.Python(machine, pool, ProcessId);
        var process = await function.CallAsync();
        pool.Drain(function.Definition.FunctionArn);
        await Processes.NoneRunsAsync(int.Parse(process, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Idle_environments_are_reclaimed_and_frozen_ones_thaw()
    {
        await using var pool = machine.NewPool(SandboxKind.Process, static options => options with { IdleLimit = TimeSpan.FromMilliseconds(400), FreezeAfter = TimeSpan.FromMilliseconds(1) });
        var function = TestFunction.Python(machine, pool, ProcessId);
        var process = int.Parse(await function.CallAsync(), System.Globalization.CultureInfo.InvariantCulture);
        await Processes.IsStoppedAsync(process);

        Assert.Equal(process, int.Parse(await function.CallAsync(), System.Globalization.CultureInfo.InvariantCulture));
        await Processes.NoneRunsAsync(process);
    }

    [Fact]
    public async Task Credentials_are_the_sources_and_an_environment_ends_before_they_expire()
    {
        var asked = 0;
        var pool = machine.Pool(SandboxKind.Process);
        var function = TestFunction.Python(machine, pool, "import os\ndef handler(e, c): return [os.environ[n] for n in ('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN')]")
            .With(definition => definition with
            {
                Credentials = _ => ValueTask.FromResult<FunctionCredentials?>(new FunctionCredentials(
                    $"ASIA{++asked}", "secret", "token", MachineClock.Instance.UtcNow + (asked == 1 ? TimeSpan.FromSeconds(30) : TimeSpan.FromHours(1)))),
            });

        Assert.Equal("""["ASIA1", "secret", "token"]""", await function.CallAsync());
        Assert.Equal("""["ASIA2", "secret", "token"]""", await function.CallAsync());
        Assert.Equal("""["ASIA2", "secret", "token"]""", await function.CallAsync());
    }

    [Theory]
    [InlineData("cobol85", "Lambda has no runtime cobol85")]
    [InlineData("java21", "Unkai does not run java21 yet; provided.al2023 with a bootstrap of its own does")]
    public async Task A_runtime_that_cannot_run_is_refused_by_name(string runtime, string reason)
    {
        var result = await TestFunction.Of(machine, machine.Pool(SandboxKind.Process), runtime, "x").InvokeAsync();
        Assert.Equal((InvocationStatus.Refused, reason), (result.Status, result.Reason));
    }

    [Fact]
    public async Task Strict_mode_refuses_the_nearest_interpreter()
    {
        await using var pool = machine.NewPool(SandboxKind.Process, static options => options with { StrictRuntimes = true });
        var result = await TestFunction.Of(machine, pool, "dotnet6", "A::B::C").InvokeAsync();
        Assert.Equal(InvocationStatus.Refused, result.Status);
        Assert.StartsWith("dotnet6 needs .NET 6, which is not installed", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_kills_the_invocation()
    {
        var pool = machine.Pool(SandboxKind.Process);
        var function = TestFunction.Python(machine, pool, Meeting);
        var folder = Directory.CreateDirectory(Path.Combine(machine.Folder, "meeting" + function.Definition.Name)).FullName;
        using var cancellation = new CancellationTokenSource();
        var running = function.InvokeAsync($$"""{"folder":"{{folder}}","count":2}""", cancellation: cancellation.Token);
        while (Directory.GetFiles(folder).Length == 0)
        {
            await Task.Yield();
        }

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Initialization_that_is_too_slow_is_tried_again_within_the_timeout()
    {
        await using var pool = machine.NewPool(SandboxKind.Process, static options => options with { InitLimit = TimeSpan.FromMilliseconds(300) });
        var function = TestFunction.Python(machine, pool, "while True: pass").WithTimeout(1);
        var result = await function.InvokeAsync();

        Assert.Equal(InvocationStatus.TimedOut, result.Status);
        Assert.Contains("Task timed out after 1.00 seconds", TestFunction.Text(result), StringComparison.Ordinal);
        Assert.Equal(2, function.Log.Texts.Count(static text => text.StartsWith("INIT_START", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(SandboxKind.Process)]
    [InlineData(SandboxKind.Bubblewrap)]
    public async Task Disposing_ends_everything(SandboxKind kind)
    {
        Assert.SkipUnless(kind == SandboxKind.Process || Machine.HasBubblewrap, "bubblewrap (bwrap) is not installed on this machine");
        var marker = "31537" + CryptographicRandomSource.Instance.Next(100_000);
        var pool = machine.NewPool(kind);
        await TestFunction.Python(machine, pool, "import subprocess\ndef handler(e, c): subprocess.Popen(['sleep', e])").CallAsync($"\"{marker}\"");
        await Processes.OneHasAsync(marker);
        await pool.DisposeAsync();
        await Processes.NoneHasAsync(marker);
    }
}
