namespace Unkai.Compute.Tests;

public sealed class DotNetFunctions(Machine machine)
{
    private const string Type = "SampleFunction::SampleFunction.Handlers::";

    private FunctionPool Pool => machine.Pool(SandboxKind.Bubblewrap);

    [Theory]
    [InlineData("Echo", """{"any":[1]}""", """{"any":[1]}""")]
    [InlineData("Greet", """{"name":"pears","COUNT":3}""", """{"Text":"3 pears","Calls":1}""")]
    [InlineData("UpperAsync", "\"abc\"", "\"ABC\"")]
    [InlineData("NothingAsync", "{}", "")]
    public async Task Methods_of_every_shape_answer(string method, string payload, string answer)
    {
        var function = TestFunction.DotNet(machine, Pool, Type + method);
        Assert.Equal(answer, await function.CallAsync(payload));
    }

    [Fact]
    public async Task An_instance_lives_as_long_as_its_environment()
    {
        var function = TestFunction.DotNet(machine, Pool, Type + "Greet");
        await function.CallAsync("{}");
        Assert.Equal("""{"Text":"0 ","Calls":2}""", await function.CallAsync("{}"));
    }

    [Fact]
    public async Task A_context_of_the_packages_own_Amazon_Lambda_Core_is_filled()
    {
        var function = TestFunction.DotNet(machine, Pool, Type + "AddAsync");
        var result = await function.InvokeAsync("44", static context => context with { RequestId = "r-1" });

        Assert.Equal("300", TestFunction.Text(result));
        Assert.Contains(function.Log.Texts, text => text.EndsWith($"Z\tr-1\tinfo\trequest r-1 of {function.Definition.Name}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Fail", "InvalidOperationException", "no \\u0022x\\u0022")]
    [InlineData("FailAsync", "ArgumentException", "later \\u0022x\\u0022")]
    [InlineData("Missing", "Runtime.HandlerNotFound", "Found no public method 'Missing' on type 'SampleFunction.Handlers'.")]
    public async Task An_exception_is_reported_with_its_type_and_trace(string method, string type, string message)
    {
        var function = TestFunction.DotNet(machine, Pool, Type + method);
        var result = await function.InvokeAsync("\"x\"");

        var document = TestFunction.Json(result);
        Assert.Equal((type, message.Replace("\\u0022", "", StringComparison.Ordinal)), (document.GetProperty("errorType").GetString(), document.GetProperty("errorMessage").GetString()));
        Assert.Equal("Unhandled", result.FunctionError);
    }

    [Fact]
    public async Task An_executable_assembly_speaks_the_Runtime_API_itself()
    {
        var function = TestFunction.DotNet(machine, Pool, "SampleFunction");
        Assert.Equal("""{"executable":{"a":1}}""", await function.CallAsync("""{"a":1}"""));
    }

    [Fact]
    public async Task An_older_runtime_runs_on_the_newer_one_and_says_so()
    {
        var function = TestFunction.DotNet(machine, Pool, Type + "Echo").With(definition => definition with { Runtime = "dotnet6" });
        await function.CallAsync();

        Assert.Contains(Pool.Substitutions, static substitution => substitution is { Runtime: "dotnet6", Wanted: ".NET 6" });
        Assert.StartsWith("[WARNING]\tUnkai: .NET 6 is not installed on this machine: dotnet6 runs on .NET ", function.Log.Texts[1], StringComparison.Ordinal);
    }
}
