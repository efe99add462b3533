namespace Unkai.Sdk.Tests;

/// <summary>What the AWS SDK for JavaScript does to a cloud.</summary>
public sealed class NodeTests(SdkCloud cloud)
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases { get; } =
        from suite in SuiteFiles.Cases("node")
        select new TheoryDataRow<string, string>(suite.File, suite.Name);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task JavaScript(string file, string name)
    {
        Assert.SkipUnless(SuiteFiles.HasNode, "There is no node here, or tests/sdk/node/node_modules is missing: npm ci.");
        return cloud.CheckAsync("node", file, name);
    }
}
