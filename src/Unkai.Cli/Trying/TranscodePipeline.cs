using System.IO.Compression;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Spectre.Console;

namespace Unkai.Cli.Trying;

/// <summary>The example's pipeline in a cloud: deployed, fed and watched through the front door, by ordinary API calls.</summary>
internal sealed class TranscodePipeline : IDisposable
{
    private const string Key = "test";
    private const string Region = "us-east-1";
    private const string Role = "transcode";
    private const string Account = "000000000000";
    private const int EncodeMegabytes = 1769;
    private const int OtherMegabytes = 1024;

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);
    private static readonly string s_package = Path.Combine(AppContext.BaseDirectory, "gallery", "transcode");

    private readonly AmazonS3Client _s3;
    private readonly AwsHttp _aws;
    private readonly TranscodeOptions _options;

    internal TranscodePipeline(Uri endpoint, TranscodeOptions options)
    {
        _options = options;
        var address = endpoint.GetLeftPart(UriPartial.Authority);
        _s3 = new AmazonS3Client(
            new BasicAWSCredentials(Key, Key),
            new AmazonS3Config
            {
                ServiceURL = address,
                ForcePathStyle = true,
                AuthenticationRegion = Region,
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            });
        _aws = new AwsHttp(new Uri(address), Key, Key, Region);
        Suffix = CryptographicRandomSource.Instance.NextHex(6);
    }

    internal static bool IsPackaged => File.Exists(Path.Combine(s_package, "Transcode.dll"));

    internal string Bucket => $"films-{Suffix}";

    private string Suffix { get; }

    public void Dispose()
    {
        _s3.Dispose();
        _aws.Dispose();
    }

    internal async Task DeployAsync(CancellationToken cancellation)
    {
        await _s3.PutBucketAsync(Bucket, cancellation);
        const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
        await _aws.QueryAsync("iam", [new("Action", "CreateRole"), new("Version", "2010-05-08"), new("RoleName", RoleName), new("AssumeRolePolicyDocument", Trust)], cancellation);
        foreach (var policy in (string[])["AmazonS3FullAccess", "service-role/AWSLambdaBasicExecutionRole"])
        {
            await _aws.QueryAsync(
                "iam", [new("Action", "AttachRolePolicy"), new("Version", "2010-05-08"), new("RoleName", RoleName), new("PolicyArn", $"arn:aws:iam::aws:policy/{policy}")], cancellation);
        }

        await _s3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = "functions.zip", InputStream = Package() }, cancellation);
        await CreateFunctionAsync("split", OtherMegabytes, _options.SegmentSeconds is { } seconds ? new() { ["SEGMENT_SECONDS"] = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture) } : [], cancellation);
        await CreateFunctionAsync("encode", EncodeMegabytes, _options.CrashPiece is { } crash ? new() { ["CRASH_ONCE_ON"] = crash } : [], cancellation);
        await CreateFunctionAsync("join", OtherMegabytes, [], cancellation);

        // Each encoder works with one thread, as on a Lambda function of one virtual CPU; one more than processors, since each also fetches and stores.
        await _aws.RestAsync("lambda", HttpMethod.Put, $"/2017-10-31/functions/{Function("encode")}/concurrency", new { ReservedConcurrentExecutions = Environment.ProcessorCount + 1 }, cancellation);
        await _s3.PutBucketNotificationAsync(
            new PutBucketNotificationRequest
            {
                BucketName = Bucket,
                LambdaFunctionConfigurations = [Notify("incoming/", "split"), Notify("pieces/", "encode"), Notify("encoded/", "join")],
            },
            cancellation);
    }

    /// <summary>Uploads the film and waits for what becomes of it.</summary>
    internal async Task<TranscodeRun> FeedAsync(FileInfo film, IAnsiConsole console, CancellationToken cancellation)
    {
        var machine = MachineClock.Instance;
        var started = machine.Timestamp;
        await _s3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = $"incoming/{film.Name}", FilePath = film.FullName }, cancellation);
        return await console.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context => await WatchAsync(film, context, machine, started, cancellation));
    }

    internal async Task<string> FetchAsync(FileInfo film, string folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(film.Name)}.transcoded.mp4");
        using var response = await _s3.GetObjectAsync(Bucket, FinishedKey(film), cancellation);
        await response.WriteResponseStreamToFileAsync(path, append: false, cancellation);
        return path;
    }

    /// <summary>Adds up the REPORT lines of the functions' logs.</summary>
    internal async Task<TranscodeBill> BillAsync(TranscodeRun run, CancellationToken cancellation)
    {
        var invocations = 0;
        long billed = 0;
        double gigabyteSeconds = 0;
        double encodeSeconds = 0;
        foreach (var name in (string[])["split", "encode", "join"])
        {
            var reports = await LambdaReports.ReadAsync(_aws, $"/aws/lambda/{Function(name)}", cancellation);
            invocations += reports.Count;
            billed += reports.Sum(report => report.BilledMilliseconds);
            gigabyteSeconds += reports.Sum(report => report.BilledMilliseconds / 1000.0 * report.MemoryMegabytes / 1024);
            encodeSeconds += name == "encode" ? reports.Sum(report => report.BilledMilliseconds) / 1000.0 : 0;
        }

        // Prices of us-east-1 on x86: GB-second, request; S3 Standard's PUT and GET. Each piece is put and got twice, and listed once.
        var pieces = run.Pieces + (run.HasSound ? 1 : 0);
        var puts = (2 * pieces) + pieces + 5;
        var gets = (2 * pieces) + pieces + 3;
        return new TranscodeBill(invocations, billed, encodeSeconds, (gigabyteSeconds * 0.0000166667) + (invocations * 0.20 / 1_000_000), (puts * 0.005 / 1000) + (gets * 0.0004 / 1000));
    }

    internal async Task RemoveAsync(CancellationToken cancellation)
    {
        foreach (var name in (string[])["split", "encode", "join"])
        {
            await _aws.RestAsync("lambda", HttpMethod.Delete, $"/2015-03-31/functions/{Function(name)}", null, cancellation);
        }

        foreach (var policy in (string[])["AmazonS3FullAccess", "service-role/AWSLambdaBasicExecutionRole"])
        {
            await _aws.QueryAsync(
                "iam", [new("Action", "DetachRolePolicy"), new("Version", "2010-05-08"), new("RoleName", RoleName), new("PolicyArn", $"arn:aws:iam::aws:policy/{policy}")], cancellation);
        }

        await _aws.QueryAsync("iam", [new("Action", "DeleteRole"), new("Version", "2010-05-08"), new("RoleName", RoleName)], cancellation);
        ListObjectsV2Response page;
        do
        {
            page = await _s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket }, cancellation);
            if (page.S3Objects is { Count: > 0 } objects)
            {
                await _s3.DeleteObjectsAsync(new DeleteObjectsRequest { BucketName = Bucket, Objects = [.. objects.Select(entry => new KeyVersion { Key = entry.Key })] }, cancellation);
            }
        }
        while (page.IsTruncated == true);
        await _s3.DeleteBucketAsync(Bucket, cancellation);
    }

    private static string FinishedKey(FileInfo film) => $"finished/{Path.GetFileNameWithoutExtension(film.Name)}.mp4";

    private static MemoryStream Package()
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in Directory.EnumerateFiles(s_package, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".pdb", StringComparison.Ordinal)))
            {
                zip.CreateEntryFromFile(file, Path.GetRelativePath(s_package, file), CompressionLevel.Fastest);
            }
        }

        stream.Position = 0;
        return stream;
    }

    private string RoleName => $"{Role}-{Suffix}";

    private string Function(string name) => $"transcode-{name}-{Suffix}";

    private string FunctionArn(string name) => $"arn:aws:lambda:{Region}:{Account}:function:{Function(name)}";

    private async Task CreateFunctionAsync(string name, int megabytes, Dictionary<string, string> environment, CancellationToken cancellation)
    {
        await _aws.RestAsync(
            "lambda",
            HttpMethod.Post,
            "/2015-03-31/functions",
            new
            {
                FunctionName = Function(name),
                Runtime = "dotnet10",
                Role = $"arn:aws:iam::{Account}:role/{RoleName}",
                Handler = $"Transcode::Transcode.{char.ToUpperInvariant(name[0])}{name[1..]}::HandleAsync",
                Code = new { S3Bucket = Bucket, S3Key = "functions.zip" },
                Timeout = 900,
                MemorySize = megabytes,
                EphemeralStorage = new { Size = 4096 },
                Environment = new { Variables = environment },
            },
            cancellation);
        await _aws.RestAsync(
            "lambda",
            HttpMethod.Post,
            $"/2015-03-31/functions/{Function(name)}/policy",
            new { StatementId = "s3", Action = "lambda:InvokeFunction", Principal = "s3.amazonaws.com", SourceArn = $"arn:aws:s3:::{Bucket}", SourceAccount = Account },
            cancellation);
    }

    private LambdaFunctionConfiguration Notify(string prefix, string function) => new()
    {
        Id = function,
        FunctionArn = FunctionArn(function),
        Events = [EventType.ObjectCreatedAll],
        Filter = new Filter { S3KeyFilter = new S3KeyFilter { FilterRules = [new FilterRule { Name = "prefix", Value = prefix }] } },
    };

    private async Task<TranscodeRun> WatchAsync(FileInfo film, ProgressContext context, MachineClock machine, long started, CancellationToken cancellation)
    {
        var bar = context.AddTask("split", maxValue: 1);
        var (pieces, hasSound) = (0, false);
        var (encodeStarted, encodeEnded, lastChange) = (0L, 0L, machine.Timestamp);
        var done = -1;
        while (true)
        {
            if (await TryReadAsync($"failed/{film.Name}.json", cancellation) is { } failure)
            {
                throw new TrialFailedException($"{film.Name} did not come out: {failure.GetProperty("Step").GetString()}: {failure.GetProperty("Reason").GetString()}");
            }

            if (pieces == 0 && (await ListAsync($"manifests/{film.Name}/", cancellation)) is [var manifestKey] && await TryReadAsync(manifestKey, cancellation) is { } manifest)
            {
                pieces = manifest.GetProperty("Pieces").GetArrayLength();
                hasSound = manifest.GetProperty("HasSound").GetBoolean();
                encodeStarted = machine.Timestamp;
                bar.MaxValue = pieces + (hasSound ? 1 : 0);
            }

            var encoded = pieces == 0 ? 0 : (await ListAsync($"encoded/{film.Name}/", cancellation)).Count;
            if (encoded != done)
            {
                done = encoded;
                lastChange = machine.Timestamp;
                bar.Value = encoded;
                bar.Description = pieces == 0 ? "split" : $"encode {encoded} of {bar.MaxValue:F0} pieces";
                if (pieces > 0 && encoded == (int)bar.MaxValue)
                {
                    encodeEnded = machine.Timestamp;
                    bar.Description = "join";
                }
            }

            if (encodeEnded != 0 && (await ListAsync(FinishedKey(film), cancellation)).Count > 0)
            {
                bar.Description = $"{pieces + (hasSound ? 1 : 0)} pieces";
                bar.StopTask();
                return new TranscodeRun(
                    pieces, hasSound, machine.ElapsedSince(started).TotalSeconds, Math.Max(0.001, (machine.ElapsedSince(encodeStarted) - machine.ElapsedSince(encodeEnded)).TotalSeconds));
            }

            if (machine.ElapsedSince(lastChange) > s_patience)
            {
                throw new TrialFailedException($"nothing has happened for {s_patience.TotalMinutes:F0} minutes; the functions' logs are in /aws/lambda/{Function("encode")}");
            }

            await machine.DelayAsync(s_interval, cancellation);
        }
    }

    private async Task<List<string>> ListAsync(string prefix, CancellationToken cancellation)
    {
        var keys = new List<string>();
        var request = new ListObjectsV2Request { BucketName = Bucket, Prefix = prefix };
        ListObjectsV2Response page;
        do
        {
            page = await _s3.ListObjectsV2Async(request, cancellation);
            keys.AddRange((page.S3Objects ?? []).Select(entry => entry.Key));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
        return keys;
    }

    private async Task<JsonElement?> TryReadAsync(string key, CancellationToken cancellation)
    {
        try
        {
            using var response = await _s3.GetObjectAsync(Bucket, key, cancellation);
            using var document = await JsonDocument.ParseAsync(response.ResponseStream, cancellationToken: cancellation);
            return document.RootElement.Clone();
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
