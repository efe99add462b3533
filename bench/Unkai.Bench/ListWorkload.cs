using System.Globalization;

namespace Unkai.Bench;

/// <summary>A page of 1,000 keys of a bucket; the floor reads as many rows and answers as many bytes.</summary>
internal sealed class ListWorkload
{
    private const int Keys = 1000;
    private const int AnswerBytes = 300_000;

    private readonly int _port;
    private readonly Requests _requests;
    private readonly byte[] _list;

    internal ListWorkload(int port, Requests requests)
    {
        _port = port;
        _requests = requests;
        _list = StoreFloor.WithOrder(requests.S3("GET", "/listed?list-type=2", []), $"read {Keys} listed", AnswerBytes);
    }

    internal async Task PrepareAsync()
    {
        using var connection = await LoadClient.Connection.OpenAsync(_port);
        await connection.SendAsync(StoreFloor.WithOrder(_requests.S3("PUT", "/listed", []), "", 0));
        await connection.SendAsync(StoreFloor.WithOrder(_requests.S3("PUT", "/listed/rows", new byte[Keys * 200]), $"put {Keys} listed", 0));
        for (var i = 0; i < Keys; i++)
        {
            await connection.SendAsync(StoreFloor.WithOrder(_requests.S3("PUT", string.Create(CultureInfo.InvariantCulture, $"/listed/key-{i:D6}"), [1]), "", 0));
        }
    }

    internal async Task List(LoadClient.Connection connection, int number) => await connection.SendAsync(_list);
}
