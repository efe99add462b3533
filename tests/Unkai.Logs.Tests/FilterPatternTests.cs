using Unkai.Api.Logs;
using Unkai.Logs.Patterns;

namespace Unkai.Logs.Tests;

public sealed class FilterPatternTests
{
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
    public void A_pattern_matches_as_documented(string pattern, string message, bool matches) => Assert.Equal(matches, FilterPattern.Parse(pattern).Value.Matches(message));

    [Theory]
    [InlineData("{ $.a = }")]
    [InlineData("{ $.a = 1")]
    [InlineData("{ a = 1 }")]
    [InlineData("\"open")]
    [InlineData("[ip, user]")]
    [InlineData("%regex%")]
    public void What_is_no_pattern_or_not_implemented_is_refused(string pattern) => Assert.Equal("InvalidParameterException", FilterPattern.Parse(pattern).Error?.Code);

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
