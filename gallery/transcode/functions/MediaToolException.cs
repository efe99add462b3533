namespace Transcode;

/// <summary>ffmpeg or ffprobe refused its input; running it again would end the same way.</summary>
internal sealed class MediaToolException(string message) : Exception(message);
