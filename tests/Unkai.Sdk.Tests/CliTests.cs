namespace Unkai.Sdk.Tests;

/// <summary>What the AWS CLI does to a cloud.</summary>
public sealed class CliTests(SdkCloud cloud)
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases { get; } =
        from suite in SuiteFiles.Cases("cli")
        select new TheoryDataRow<string, string>(suite.File, suite.Name);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Cli(string file, string name)
    {
        Assert.SkipUnless(SuiteFiles.HasCli, "There is no AWS CLI here.");
        return cloud.CheckAsync("bash", file, name);
    }
}
