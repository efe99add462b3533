namespace Unkai.Storage.Tests.History;

/// <summary>The checker itself: what is no serial history is seen for it.</summary>
public sealed class HistoryCheckerTests
{
    [Fact]
    public void A_serial_history_is_one()
    {
        Assert.Null(HistoryChecker.Check([Run("a", 1, 2, 1, Put("x", "1")), Run("b", 3, 4, 2, Get("x", "1"), Put("x", "2")), Run("r", 5, 6, null, Get("x", "2"))]));
    }

    [Fact]
    public void A_lost_update_is_seen() => Assert.NotNull(HistoryChecker.Check(
        [Run("a", 1, 9, 1, Put("x", "0")), Run("b", 10, 20, 2, Get("x", "0"), Put("x", "1")), Run("c", 10, 20, 3, Get("x", "0"), Put("x", "2"))]));

    [Fact]
    public void Write_skew_is_seen() => Assert.NotNull(HistoryChecker.Check(
        [Run("a", 1, 9, 1, Get("x", null), Put("y", "1")), Run("b", 1, 9, 2, Get("y", null), Put("x", "1"))]));

    [Fact]
    public void A_phantom_is_seen() => Assert.NotNull(HistoryChecker.Check(
        [Run("a", 1, 9, 1, Put("k1", "1")), Run("b", 1, 9, 2, new HistoryEvent(HistoryEventKind.Range, "k", "l", 5, Seen: []), Put("k2", "2"))]));

    [Fact]
    public void A_stale_read_and_one_of_the_future_are_seen()
    {
        HistoryRun[] writes = [Run("a", 1, 2, 1, Put("x", "1")), Run("b", 3, 4, 2, Put("x", "2")), Run("c", 9, 10, 3, Put("x", "3"))];
        Assert.Contains("r read", HistoryChecker.Check([.. writes, Run("r", 5, 6, null, Get("x", "1"))]), StringComparison.Ordinal);
        Assert.Contains("r read", HistoryChecker.Check([.. writes, Run("r", 5, 6, null, Get("x", "3"))]), StringComparison.Ordinal);
        Assert.Null(HistoryChecker.Check([.. writes, Run("r", 5, 6, null, Get("x", "2"))]));
    }

    [Fact]
    public void A_torn_read_is_seen() => Assert.NotNull(HistoryChecker.Check(
        [Run("a", 1, 9, 1, Put("x", "1"), Put("y", "1")), Run("r", 1, 9, null, Get("x", "1"), Get("y", null))]));

    [Fact]
    public void A_message_claimed_twice_is_seen()
    {
        var stamp = new byte[CommitStamp.SizeBytes];
        new CommitStamp(1, 0).Write(stamp);
        var key = "q/" + HistoryState.Text(stamp);
        HistoryEvent[] claim = [new(HistoryEventKind.Claim, "q/", "q0", Seen: [(key, "m")]), new(HistoryEventKind.Delete, key)];
        HistoryRun[] once = [Run("a", 1, 2, 1, new HistoryEvent(HistoryEventKind.Append, "q/", Value: "m")), Run("b", 3, 9, 2, claim)];
        Assert.Null(HistoryChecker.Check(once));
        Assert.NotNull(HistoryChecker.Check([.. once, Run("c", 3, 9, 3, claim)]));
    }

    [Fact]
    public void An_order_against_time_and_a_place_held_twice_are_seen()
    {
        Assert.NotNull(HistoryChecker.Check([Run("a", 1, 2, 2, Put("x", "1")), Run("b", 3, 4, 1, Put("y", "1"))]));
        Assert.NotNull(HistoryChecker.Check([Run("a", 1, 2, 1, Put("x", "1")), Run("b", 1, 4, 1, Put("y", "1"))]));
    }

    private static HistoryRun Run(string name, long began, long ended, ulong? sequence, params HistoryEvent[] events) => new(name, began, ended, sequence, events);

    private static HistoryEvent Get(string key, string? value) => new(HistoryEventKind.Get, key, Seen: value is null ? [] : [(key, value)]);

    private static HistoryEvent Put(string key, string value) => new(HistoryEventKind.Put, key, Value: value);
}
