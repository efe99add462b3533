using System.Text;
using Unkai;
using Unkai.Compute;

// A server for a test to kill: sandbox, state folder, code folder and the event come as arguments.
await using var pool = new FunctionPool(
    new FunctionPoolOptions { StateDirectory = args[1], Sandbox = Enum.Parse<SandboxKind>(args[0]) },
    ProcessLauncher.Instance,
    MachineClock.Instance,
    CryptographicRandomSource.Instance);
var definition = new FunctionDefinition
{
    FunctionArn = "arn:aws:lambda:us-east-1:000000000000:function:f",
    Name = "f",
    RevisionKey = "1",
    Runtime = "python3.11",
    Handler = "app.handler",
    CodeDirectory = args[2],
};
var context = new InvokeContext { RequestId = "r-1", InvokedFunctionArn = definition.FunctionArn };
var result = await pool.InvokeAsync(definition, Encoding.UTF8.GetBytes(args[3]), context, CancellationToken.None);
Console.WriteLine(result.Status);
Console.ReadLine();
