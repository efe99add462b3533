using System.Globalization;
using Unkai.Storage.Torture;

// Rounds of disasters for the embedded engine. See README.md.
if (args is ["victim", ..])
{
    await Victim.RunAsync(args[1], args[2], int.Parse(args[3], CultureInfo.InvariantCulture), int.Parse(args[4], CultureInfo.InvariantCulture));
    return 0;
}

int Option(string name, int otherwise) => Array.IndexOf(args, name) is >= 0 and var at ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
var seed = Option("--seed", Environment.ProcessId * 1000);
return await Torture.RunAsync(seed, Option("--disk", 2000), Option("--kill", 120), Console.Out, Option("--times", 1)) ? 0 : 1;
