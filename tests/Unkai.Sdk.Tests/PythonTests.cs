namespace Unkai.Sdk.Tests;

/// <summary>What boto3 does to a cloud.</summary>
public sealed class PythonTests(SdkCloud cloud)
{
    public static IEnumerable<TheoryDataRow<string, string, string>> Cases { get; } =
        from program in SuiteFiles.Pythons.DefaultIfEmpty("")
        from suite in SuiteFiles.Cases("python")
        select new TheoryDataRow<string, string, string>(program, suite.File, suite.Name);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Boto3(string program, string file, string name)
    {
        Assert.SkipWhen(program.Length == 0, "No python3 here has boto3.");
        return cloud.CheckAsync(program, file, name);
    }
}
