namespace Unkai.Compute.Bench;

internal static class Statistics
{
    public static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
