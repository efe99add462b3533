namespace Unkai.DynamoDb.Tests.History;

/// <summary>The checker itself: what is no strictly serial history is seen for it, by its name.</summary>
public sealed class HistoryCheckerTests
{
    [Fact]
    public void A_serial_history_is_one() => Assert.Null(HistoryChecker.Check(
        [Write("a", 1, 2, ("x", 1), ("y", 2)), Read("b", 3, 4, ("x", [1]), ("y", [2])), Write("c", 5, 6, ("x", 3)), Read("d", 5, 9, ("x", [1])), Read("e", 7, 9, ("x", [1, 3]))]));

    [Fact]
    public void What_was_refused_must_not_be_seen() => AssertAnomaly(
        "G1a", Write("a", 1, 2, ("x", 1)) with { IsDone = false }, Read("b", 3, 4, ("x", [1])));

    [Fact]
    public void Writes_in_two_orders_are_seen() => AssertAnomaly(
        "G0", Write("a", 1, 9, ("x", 1), ("y", 2)), Write("b", 1, 9, ("x", 3), ("y", 4)), Read("r", 1, 9, ("x", [1, 3])), Read("s", 1, 9, ("y", [4, 2])));

    [Fact]
    public void Two_who_each_read_what_the_other_wrote_are_seen() => AssertAnomaly(
        "G1c", Step("a", 1, 9, [("x", [2])], [("y", 1)]), Step("b", 1, 9, [("y", [1])], [("x", 2)]));

    [Fact]
    public void Half_a_transaction_is_seen() => AssertAnomaly(
        "G-single", Write("a", 1, 9, ("x", 1), ("y", 2)), Read("b", 1, 9, ("x", [1]), ("y", [])), Read("end", 10, 11, ("x", [1]), ("y", [2])));

    [Fact]
    public void Write_skew_is_seen() => AssertAnomaly(
        "G2", Step("a", 1, 9, [("x", [])], [("y", 1)]), Step("b", 1, 9, [("y", [])], [("x", 2)]), Read("end", 10, 11, ("x", [2]), ("y", [1])));

    [Fact]
    public void A_lost_update_is_seen() => AssertAnomaly(
        "G-single", Step("a", 1, 9, [("x", [])], [("x", 1)]), Step("b", 1, 9, [("x", [])], [("x", 2)]), Read("end", 10, 11, ("x", [1, 2])));

    [Fact]
    public void A_stale_read_is_seen() => AssertAnomaly(
        "G-single-realtime", Write("a", 1, 2, ("x", 1)), Read("b", 3, 4, ("x", [])), Read("end", 5, 6, ("x", [1])));

    [Fact]
    public void A_write_that_is_gone_at_the_end_is_seen() => AssertAnomaly("G-single-realtime", Write("a", 1, 2, ("x", 1)), Read("end", 5, 6, ("x", [])));

    [Fact]
    public void Lists_that_do_not_go_on_from_each_other_are_seen() => Assert.NotNull(HistoryChecker.Check(
        [Write("a", 1, 9, ("x", 1)), Write("b", 1, 9, ("x", 2)), Read("r", 1, 9, ("x", [1, 2])), Read("s", 1, 9, ("x", [2]))]));

    private static void AssertAnomaly(string name, params HistoryStep[] history) =>
        Assert.StartsWith(name + ":", HistoryChecker.Check(history) ?? "none", StringComparison.Ordinal);

    private static HistoryStep Write(string name, long began, long ended, params (string, int)[] appends) => Step(name, began, ended, [], appends);

    private static HistoryStep Read(string name, long began, long ended, params (string, int[])[] reads) => Step(name, began, ended, reads, []);

    private static HistoryStep Step(string name, long began, long ended, (string Key, int[] List)[] reads, (string, int)[] appends) =>
        new(name, began, ended, true, [.. reads.Select(read => (read.Key, (IReadOnlyList<int>)read.List))], appends);
}
