using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Cloud.Authorization;
using Unkai.Cloud.Jobs;
using Unkai.Storage;

namespace Unkai.Cloud.Tests.Jobs;

public sealed class JobPumpTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_due_job_runs_and_its_row_goes()
    {
        await using var cloud = new TestCloud();
        await cloud.EnqueueAsync("a", s_start);

        cloud.Pump.Start();

        Assert.Equal("a", await cloud.NextAsync());
        await cloud.EmptyAsync();
    }

    [Fact]
    public async Task On_a_frozen_clock_a_later_job_waits_until_the_clock_is_set()
    {
        await using var cloud = new TestCloud();
        await cloud.EnqueueAsync("later", s_start.AddDays(14));
        await cloud.EnqueueAsync("now", s_start);
        cloud.Pump.Start();
        Assert.Equal("now", await cloud.NextAsync());

        cloud.World.Clock.Set(s_start.AddDays(15), rate: 0);

        Assert.Equal("later", await cloud.NextAsync());
    }

    [Fact]
    public async Task A_job_that_fails_runs_again_later()
    {
        await using var cloud = new TestCloud();
        cloud.Failures = 1;
        await cloud.EnqueueAsync("stubborn", s_start);
        cloud.Pump.Start();
        Assert.Equal("stubborn", await cloud.NextAsync());

        cloud.World.Clock.Set(s_start.AddMinutes(1), rate: 0);

        Assert.Equal("stubborn", await cloud.NextAsync());
        await cloud.EmptyAsync();
    }

    [Fact]
    public async Task Every_due_job_runs_once()
    {
        await using var cloud = new TestCloud();
        for (var i = 0; i < 20; i++)
        {
            await cloud.EnqueueAsync($"{i:D2}", s_start.AddSeconds(i));
        }

        cloud.World.Clock.Set(s_start.AddMinutes(1), rate: 0);
        cloud.Pump.Start();
        var seen = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            seen.Add(await cloud.NextAsync());
        }

        Assert.Equal(20, seen.Distinct().Count());
    }

    private sealed class TestCloud : IAsyncDisposable, IPolicySource
    {
        private readonly System.Threading.Channels.Channel<string> _runs = System.Threading.Channels.Channel.CreateUnbounded<string>();
        private readonly Store _store = Store.InMemory();

        internal TestCloud()
        {
            var services = new ServiceCatalog([new("test", () => new TestService(RunAsync))]);
            World = new World
            {
                Name = WorldName.Default,
                Store = _store,
                Clock = new WorldClock(MachineClock.Instance),
                Machine = MachineClock.Instance,
                Random = CryptographicRandomSource.Instance,
                Pipeline = new Pipeline(services, this, NullLogger.Instance),
            };
            World.Clock.Set(s_start, rate: 0);
            Pump = new JobPump(World, services, new CallOrigin("http://test", null, null), NullLogger.Instance);
        }

        internal World World { get; }

        internal JobPump Pump { get; }

        internal int Failures { get; set; }


        public async ValueTask DisposeAsync()
        {
            await Pump.DisposeAsync();
            await _store.DisposeAsync();
        }

        public ValueTask<PolicySet> FindAsync(World world, Principal principal, CancellationToken cancellation) => ValueTask.FromResult(new PolicySet());

        internal async Task EnqueueAsync(string name, DateTimeOffset due) => await _store.TransactAsync(
            WorldName.Default,
            transaction =>
            {
                transaction.Enqueue(new Job("test.run", due, Encoding.UTF8.GetBytes(name)));
                return ValueTask.FromResult(true);
            },
            CancellationToken.None);

        internal async Task<string> NextAsync() => await _runs.Reader.ReadAsync(TestContext.Current.CancellationToken);

        /// <summary>Waits, by the store's own watch, until no job is left.</summary>
        internal async Task EmptyAsync()
        {
            while (true)
            {
                var (left, watch) = await _store.ReadAsync(
                    WorldName.Default, async snapshot => (await JobTable.NextDueAsync(snapshot), JobTable.WatchBefore(snapshot, null)), CancellationToken.None);
                using (watch)
                {
                    if (left is null)
                    {
                        return;
                    }

                    await watch.WaitAsync(TestContext.Current.CancellationToken);
                }
            }
        }

        private ValueTask<JobResult> RunAsync(JobRun run)
        {
            _runs.Writer.TryWrite(Encoding.UTF8.GetString(run.Job.Payload.Span));
            if (Failures > 0)
            {
                Failures--;
                throw new InvalidOperationException("The job was told to fail.");
            }

            return ValueTask.FromResult(JobResult.Done);
        }
    }

    private sealed class TestService(JobHandler handler) : Service
    {
        public override ServiceContract Contract => ContractCatalog.Get("sqs");

        public override IReadOnlyList<OperationHandler?> Operations => [];

        public override IReadOnlyDictionary<string, JobHandler> Jobs { get; } = new Dictionary<string, JobHandler> { ["test.run"] = handler };
    }
}
