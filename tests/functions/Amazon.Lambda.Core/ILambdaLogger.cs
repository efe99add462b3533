namespace Amazon.Lambda.Core;

public interface ILambdaLogger
{
    void LogLine(string message);
}
