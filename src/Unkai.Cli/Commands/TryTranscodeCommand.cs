using System.CommandLine;
using Unkai.Cli.Trying;

namespace Unkai.Cli.Commands;

/// <summary><c>unkai try transcode</c>: a film through parallel functions.</summary>
internal static class TryTranscodeCommand
{
    internal static Command Create()
    {
        var file = new Argument<FileInfo?>("file") { Description = "A film (default: a test film of two minutes is made)", Arity = ArgumentArity.ZeroOrOne };
        var seconds = new Option<double?>("--segment-seconds") { Description = "Length of a piece (default: what gives pieces of about 4 MB)", HelpName = "N" };
        var keep = new Option<bool>("--keep") { Description = "Leave bucket and functions in place" };
        var yes = new Option<bool>("--yes") { Description = "Install ffmpeg without asking, if it is missing" };
        var crash = new Option<string?>("--crash-piece") { Description = "Let this piece's encoder crash once (00003.nut), to see it retried", HelpName = "NAME" };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON" };
        var endpoint = Endpoint.CreateOption();
        var command = new Command("transcode", "Cut a film into pieces, encode them in parallel functions, join them") { file, seconds, keep, yes, crash, json, endpoint };
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is { Exists: false } missing)
            {
                result.AddError($"There is no file '{missing}'.");
            }

            if (result.GetValue(seconds) is <= 0 or > 3600)
            {
                result.AddError("--segment-seconds takes more than 0 and at most 3600.");
            }
        });
        command.SetAction((parsed, cancellation) => TranscodeTrial.RunAsync(
            new TranscodeOptions
            {
                File = parsed.GetValue(file),
                SegmentSeconds = parsed.GetValue(seconds),
                Keep = parsed.GetValue(keep),
                AssumeYes = parsed.GetValue(yes),
                CrashPiece = parsed.GetValue(crash),
                AsJson = parsed.GetValue(json),
                Endpoint = Endpoint.FindNamed(parsed.GetValue(endpoint)),
            },
            cancellation));
        return command;
    }
}
