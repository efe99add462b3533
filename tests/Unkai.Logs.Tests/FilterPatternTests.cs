using Unkai.Api.Logs;
using Unkai.Logs.Patterns;

namespace Unkai.Logs.Tests;

public sealed class FilterPatternTests
{
    private const string Apache = "127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534";

    [Theory]
    [InlineData("", "anything", true)]
    [InlineData("ERROR", "[ERROR] no", true)]
    [InlineData("ERROR", "error", false)]
    [InlineData("ERROR disk", "ERROR: disk full", true)]
    [InlineData("ERROR disk", "ERROR: net", false)]
    [InlineData("?ERROR ?WARN", "a WARN", true)]
    [InlineData("?ERROR ?WARN", "a INFO", false)]
    [InlineData("ERROR -Exiting", "ERROR 1", true)]
    [InlineData("ERROR -Exiting", "ERROR Exiting", false)]
    [InlineData("\"disk full\"", "the disk full", true)]
    [InlineData("\"disk full\"", "full disk", false)]
    [InlineData("\"REPORT RequestId:\"", "REPORT RequestId: 1", true)]
    [InlineData("{ $.level = \"ERROR\" }", """{"level":"ERROR"}""", true)]
    [InlineData("{ $.level = ERROR }", """{"level":"ERROR"}""", true)]
    [InlineData("{ $.level = \"ERR*\" }", """{"level":"ERROR"}""", true)]
    [InlineData("{ $.level != \"ERROR\" }", """{"level":"INFO"}""", true)]
    [InlineData("{ $.a.b[1] = 3 }", """{"a":{"b":[1,3]}}""", true)]
    [InlineData("{ $.n > 3 && $.n <= 5 }", """{"n":5}""", true)]
    [InlineData("{ $.n > 3 && $.n <= 5 }", """{"n":6}""", false)]
    [InlineData("{ ($.n = 1 || $.n = 2) && $.m IS TRUE }", """{"n":2,"m":true}""", true)]
    [InlineData("{ $.x NOT EXISTS }", """{"n":2}""", true)]
    [InlineData("{ $.x IS NULL }", """{"x":null}""", true)]
    [InlineData("{ $.x = 1 }", "no json", false)]
    [InlineData("[ip, user]", "127.0.0.1 frank", true)]
    [InlineData("[ip, user]", "127.0.0.1 frank -", false)]
    [InlineData("[ip, user, ...]", "127.0.0.1 frank - -", true)]
    [InlineData("[ip, user, ...]", "127.0.0.1 frank", true)]
    [InlineData("[ip, user, ...]", "127.0.0.1", false)]
    [InlineData("[..., status=4*, bytes>1000]", Apache, true)]
    [InlineData("[..., status=4*, bytes > 1534]", Apache, false)]
    [InlineData("[..., status=5*, bytes]", Apache, false)]
    [InlineData("[ip, ..., status=404, bytes]", Apache, true)]
    [InlineData("[ip, identity, user, timestamp=10/Oct*, request=\"*.html*\", status, bytes]", Apache, true)]
    [InlineData("[ip, identity, user, timestamp, request, status]", Apache, false)]
    [InlineData("[ip=127.*, identity, user != \"root\" && user != admin, ...]", Apache, true)]
    [InlineData("[ip=127.*, identity, user != \"root\" && user != frank, ...]", Apache, false)]
    [InlineData("[level=ERROR || level=WARN, rest]", "WARN disk", true)]
    [InlineData("[level=ERROR || level=WARN, rest]", "INFO disk", false)]
    [InlineData("[(n >= 1 && n < 3) || n = 7]", "7", true)]
    [InlineData("[(n >= 1 && n < 3) || n = 7]", "3", false)]
    [InlineData("[n > 3]", "four", false)]
    [InlineData("[a, b]", "\"quoted \\\" text\" [in brackets]", true)]
    [InlineData("[...]", "", true)]
    public void A_pattern_matches_as_documented(string pattern, string message, bool matches) => Assert.Equal(matches, FilterPattern.Parse(pattern).Value.Matches(message));

    [Theory]
    [InlineData("{ $.a = }")]
    [InlineData("{ $.a = 1")]
    [InlineData("{ a = 1 }")]
    [InlineData("\"open")]
    [InlineData("[ip, user")]
    [InlineData("[ip, user] more")]
    [InlineData("[]")]
    [InlineData("[ip, , user]")]
    [InlineData("[..., user, ...]")]
    [InlineData("[a = 1 || b = 2, c]")]
    [InlineData("[a > many]")]
    [InlineData("[a = %regex%]")]
    [InlineData("{ $.a = %regex% }")]
    [InlineData("%regex%")]
    public void What_is_no_pattern_or_not_implemented_is_refused(string pattern) => Assert.Equal("InvalidParameterException", FilterPattern.Parse(pattern).Error?.Code);

    [Fact]
    public async Task A_pattern_is_tested_without_a_group_and_says_what_it_found()
    {
        await using var cloud = new LogsCloud();

        async Task<List<MetricFilterMatchRecord>> TestAsync(string pattern, params string[] messages) =>
            (await cloud.Call.Logs.TestMetricFilterAsync(new TestMetricFilterRequest { FilterPattern = pattern, LogEventMessages = [.. messages] })).Value.Matches!;

        var spaced = Assert.Single(await TestAsync("[..., status=404, bytes]", "a 200 1", Apache));
        Assert.Equal(2, spaced.EventNumber);
        Assert.Equal(Apache, spaced.EventMessage);
        Assert.Equal(
            [("$1", "127.0.0.1"), ("$2", "-"), ("$3", "frank"), ("$4", "10/Oct/2000:13:25:15 -0700"), ("$5", "GET /index.html HTTP/1.0"), ("$bytes", "1534"), ("$status", "404")],
            spaced.ExtractedValues!.Select(value => (value.Key, value.Value)).Order());

        var json = Assert.Single(await TestAsync("{ $.a.b = 3 && $.c = \"x*\" }", """{"a":{"b":3},"c":"xyz"}"""));
        Assert.Equal([("$.a.b", "3"), ("$.c", "xyz")], json.ExtractedValues!.Select(value => (value.Key, value.Value)).Order());

        Assert.Equal([1L, 3L], (await TestAsync("ERROR", "ERROR 1", "WARN", "an ERROR")).Select(match => match.EventNumber!.Value));
        Assert.Equal("InvalidParameterException", (await cloud.Call.Logs.TestMetricFilterAsync(new TestMetricFilterRequest { FilterPattern = "[a", LogEventMessages = ["x"] })).Error?.Code);
    }

    [Fact]
    public async Task Events_of_several_streams_come_in_the_order_of_their_times_page_by_page()
    {
        await using var cloud = new LogsCloud();
        await cloud.CreateAsync("g", "a", "b");
        await cloud.PutAsync("g", "a", (0, "1"), (20, "3"), (40, "5"));
        await cloud.PutAsync("g", "b", (10, "2"), (30, "4"));

        var page = (await cloud.Call.Logs.FilterLogEventsAsync(new FilterLogEventsRequest { LogGroupName = "g", Limit = 3 })).Value;
        var rest = (await cloud.Call.Logs.FilterLogEventsAsync(new FilterLogEventsRequest { LogGroupName = "g", Limit = 3, NextToken = page.NextToken })).Value;
        var range = (await cloud.Call.Logs.FilterLogEventsAsync(new FilterLogEventsRequest { LogGroupName = "g", StartTime = LogsCloud.StartMs + 10, EndTime = LogsCloud.StartMs + 30 })).Value;

        Assert.Equal(["1", "2", "3"], page.Events!.Select(entry => entry.Message));
        Assert.Equal(["4", "5"], rest.Events!.Select(entry => entry.Message));
        Assert.Null(rest.NextToken);
        Assert.Equal(["2", "3", "4"], range.Events!.Select(entry => entry.Message));
    }
}
