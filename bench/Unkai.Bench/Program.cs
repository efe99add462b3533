using System.Globalization;
using Unkai.Bench;

if (args is ["floor", var floorPort, var floorFolder, var floorDurability])
{
    await Floor.RunAsync(int.Parse(floorPort, CultureInfo.InvariantCulture), floorFolder, floorDurability == "always");
    return 0;
}

if (args is ["file-floor", var filePort, var fileFolder])
{
    await FileFloor.RunAsync(int.Parse(filePort, CultureInfo.InvariantCulture), fileFolder);
    return 0;
}

if (args is ["store-floor", var storePort, var storeFolder])
{
    await StoreFloor.RunAsync(int.Parse(storePort, CultureInfo.InvariantCulture), storeFolder);
    return 0;
}

if (args is ["nodes", var node, ..])
{
    await new Nodes(node, args.Contains("--short") ? 10 : 1).RunAsync();
    return 0;
}

if (args is not [var unkai, ..])
{
    Console.Error.WriteLine("usage: Unkai.Bench PATH-OF-UNKAI [--peer NAME=PATH]... [--short] [--only SQS|S3|large|list|DynamoDB|start|invoke]");
    return 2;
}

var scale = args.Contains("--short") ? 10 : 1;
var only = args.SkipWhile(argument => argument != "--only").Skip(1).FirstOrDefault();
var bench = new Comparison(unkai, Environment.ProcessPath!, new PeerPrograms(args), scale, only);
await bench.RunAsync();
return 0;
