namespace Unkai.Cli.Trying;

/// <summary>What a trial showed.</summary>
/// <param name="Run">The run through the cloud.</param>
/// <param name="Bill">What it would cost.</param>
/// <param name="PlainSeconds">The same encode by one ffmpeg on all processors.</param>
/// <param name="Difference">How the result differs from the film, in words; null when it is as it must be.</param>
/// <param name="FinishedFile">The result's absolute path.</param>
internal sealed record TranscodeReport(TranscodeRun Run, TranscodeBill Bill, double PlainSeconds, string? Difference, string FinishedFile);

/// <summary>One run through the cloud.</summary>
/// <param name="Pieces">Pieces of pictures.</param>
/// <param name="HasSound">Whether there was a piece of sound.</param>
/// <param name="WallSeconds">From the upload's beginning to the finished film.</param>
/// <param name="EncodeWallSeconds">From the first piece's arrival to the last encoded one's.</param>
internal sealed record TranscodeRun(int Pieces, bool HasSound, double WallSeconds, double EncodeWallSeconds);

/// <summary>What AWS would charge.</summary>
/// <param name="Invocations">How many invocations there were.</param>
/// <param name="BilledMilliseconds">Of all of them.</param>
/// <param name="EncodeSeconds">Seconds that encoders worked, all together.</param>
/// <param name="LambdaDollars">Compute and requests.</param>
/// <param name="S3Dollars">Requests; storage is left out.</param>
internal sealed record TranscodeBill(int Invocations, long BilledMilliseconds, double EncodeSeconds, double LambdaDollars, double S3Dollars);
