namespace Unkai.Compute.Tests;

public sealed class NodeFunctions(Machine machine)
{
    private FunctionPool Pool => machine.Pool(SandboxKind.Bubblewrap);

    [Theory]
    [InlineData("index.js", "exports.handler = async (event, context) => ({ got: event, name: context.functionName.slice(0, 3) });")]
    [InlineData("index.js", "exports.handler = (event, context, callback) => callback(null, { got: event, name: 'fn-' });")]
    [InlineData("index.js", "exports.handler = (event, context, callback) => { setTimeout(() => callback(null, { got: event, name: 'fn-' }), 5); };")]
    [InlineData("index.mjs", "import path from 'node:path'; await null; export const handler = async (event) => ({ got: event, name: path.basename('/a/fn-') });")]
    [InlineData("index.cjs", "exports.handler = (event, context) => Promise.resolve({ got: event, name: 'fn-' });")]
    [InlineData("index.js", "exports.handler = (event, context) => { context.succeed({ got: event, name: 'fn-' }); };")]
    public async Task Every_style_of_handler_answers_and_stays_warm(string file, string code)
    {
        var function = TestFunction.Node(machine, Pool, code, file);

        Assert.Equal("""{"got":{"a":1},"name":"fn-"}""", await function.CallAsync("""{"a":1}"""));
        var warm = await function.InvokeAsync("2");
        Assert.Equal("""{"got":2,"name":"fn-"}""", TestFunction.Text(warm));
        Assert.Null(warm.InitDuration);
    }

    [Fact]
    public async Task A_js_file_of_a_module_package_is_a_module()
    {
        var function = TestFunction.Of(machine, Pool, "nodejs20.x", "src/app.handler", ("package.json", """{"type":"module"}"""), ("src/app.js", "export const handler = async () => import.meta.url;"));
        Assert.Equal("\"file:///var/task/src/app.js\"", await function.CallAsync());
    }

    [Fact]
    public async Task The_console_writes_Lambdas_format()
    {
        var function = TestFunction.Node(machine, Pool, """
            exports.handler = async () => { console.log('a %d\nb', 1); console.error(new Error('e').message); console.warn({ k: 1 }); };
            """);
        await function.InvokeAsync("{}", static context => context with { RequestId = "r-1" });

        Assert.Equal("null", await function.CallAsync());
        var texts = function.Log.Texts;
        Assert.Matches("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\tr-1\tINFO\ta 1\nb$", texts[2]);
        Assert.EndsWith("Z\tr-1\tERROR\te", texts[3], StringComparison.Ordinal);
        Assert.EndsWith("Z\tr-1\tWARN\t{ k: 1 }", texts[4], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exports.handler = async () => { throw new TypeError('boom'); };", "TypeError", "boom")]
    [InlineData("exports.handler = (e, c, callback) => callback(new RangeError('far'));", "RangeError", "far")]
    [InlineData("exports.handler = () => { throw new Error('at once'); };", "Error", "at once")]
    [InlineData("exports.other = 1;", "Runtime.HandlerNotFound", "index.handler is undefined or not exported")]
    [InlineData("require('nowhere');", "Runtime.ImportModuleError", "Error: Cannot find module 'nowhere'\nRequire stack:\n- /var/task/index.js\n- /var/runtime/node/bootstrap.cjs")]
    [InlineData("exports.handler = (", "Runtime.UserCodeSyntaxError", "SyntaxError: Unexpected end of input")]
    [InlineData("exports.handler = async () => { Promise.reject(new Error('lost')); await new Promise((r) => setTimeout(r, 1000)); };", "Runtime.UnhandledPromiseRejection", "Error: lost")]
    public async Task An_error_is_reported_in_Lambdas_words(string code, string type, string message)
    {
        var function = TestFunction.Node(machine, Pool, code);
        var result = await function.InvokeAsync();

        Assert.Equal(("Unhandled", type), (result.FunctionError, result.ErrorType));
        var document = TestFunction.Json(result);
        Assert.Equal((type, message), (document.GetProperty("errorType").GetString(), document.GetProperty("errorMessage").GetString()));
        Assert.Contains(function.Log.Texts, text => text.Contains($"\"errorType\":\"{type}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_promise_that_never_settles_ends_with_null_when_nothing_is_left_to_do()
    {
        var function = TestFunction.Node(machine, Pool, "exports.handler = () => new Promise(() => {});");
        Assert.Equal("null", await function.CallAsync());
    }

    [Fact]
    public async Task A_streamed_response_is_buffered_with_its_content_type()
    {
        var function = TestFunction.Node(machine, Pool, """
            exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {
              stream.setContentType('text/plain'); stream.write('one '); stream.write('two'); stream.end();
            });
            """);
        var result = await function.InvokeAsync();
        Assert.Equal(("one two", "text/plain"), (TestFunction.Text(result), result.ContentType));
    }

    [Fact]
    public async Task A_large_event_arrives_whole()
    {
        var function = TestFunction.Node(machine, Pool, "exports.handler = async (event) => event.length;");
        Assert.Equal("6000000", await function.CallAsync('"' + new string('x', 6_000_000) + '"'));
        Assert.Equal("3", await function.CallAsync("\"abc\""));
    }
}
