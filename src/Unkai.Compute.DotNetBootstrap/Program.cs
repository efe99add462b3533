using Unkai.Compute.DotNetBootstrap;

// Runs a .NET function: Assembly::Namespace.Type::Method. Executable assemblies speak the Runtime API themselves and do not come here.
var runtime = RuntimeConnection.Open();
var output = FunctionConsole.Install();
FunctionHandler handler;
try
{
    handler = FunctionHandler.Load(Environment.GetEnvironmentVariable("_HANDLER") ?? "", Environment.GetEnvironmentVariable("LAMBDA_TASK_ROOT") ?? "/var/task");
}
catch (Exception failure)
{
    var error = ErrorDocument.For(failure);
    output.Report("", failure);
    runtime.ReportInitError(error.Type, error.Body);
    return 1;
}

runtime.AskNext();
while (true)
{
    var invocation = runtime.ReadInvocation();
    output.RequestId = invocation.RequestId;
    Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", invocation.TraceId);
    try
    {
        var answer = await handler.InvokeAsync(invocation);
        output.Flush();
        runtime.Answer(invocation.RequestId, answer);
    }
    catch (Exception failure)
    {
        output.Report(invocation.RequestId, failure);
        var error = ErrorDocument.For(failure);
        runtime.AnswerError(invocation.RequestId, error.Type, error.Body);
    }
}
