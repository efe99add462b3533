using System.CommandLine;
using Unkai.Cli.Commands;

if (AwsCommand.Run(args) is { } aws)
{
    return await aws;
}

var root = new RootCommand("Unkai (雲海): a serverless cloud on your own machine that speaks AWS's protocols.")
{
    UpCommand.Create(),
    DownCommand.Create(),
    StatusCommand.Create(),
    EnvCommand.Create(),
    AwsCommand.Create(),
    TryCommand.Create(),
    WorldCommand.Create(),
    ClockCommand.Create(),
    FaultCommand.Create(),
    DataCommand.Create(),
    SupportCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
