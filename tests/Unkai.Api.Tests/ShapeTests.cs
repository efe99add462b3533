using FsCheck;
using FsCheck.Fluent;
using Unkai.Api.Contracts;
using Unkai.Api.S3;
using Unkai.Api.Sqs;

namespace Unkai.Api.Tests;

public sealed class ShapeTests
{
    [Fact]
    public void Slots_keep_what_was_set_whatever_the_order()
    {
        var members = S3Contract.PutObject.Input.Members.Where(m => m.Kind == ShapeKind.String).ToList();
        Prop.ForAll(ArbMap.Default.ArbFor<(int Place, string? Text)[]>(), steps =>
        {
            var shape = new PutObjectRequest();
            var model = new Dictionary<int, string>();
            foreach (var (place, text) in steps)
            {
                var slot = members[(int)((uint)place % members.Count)].Slot;
                shape.SetString(slot, text);
                if (text is null)
                {
                    model.Remove(slot);
                }
                else
                {
                    model[slot] = text;
                }
            }

            var seen = new Dictionary<int, string>();
            for (var slot = shape.NextSet(0); slot >= 0; slot = shape.NextSet(slot + 1))
            {
                seen.Add(slot, shape.GetString(slot)!);
            }

            Assert.Equal(model.OrderBy(e => e.Key), seen);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Numbers_booleans_and_bytes_lie_beside_each_other()
    {
        var request = new SendMessageRequest { DelaySeconds = -5, MessageBody = "b" };
        var value = new MessageAttributeValue { BinaryValue = new byte[] { 1, 2, 3 }.AsMemory(1, 2), DataType = "Binary" };

        Assert.Equal(-5, request.DelaySeconds);
        Assert.Null(request.QueueUrl);
        Assert.Equal([2, 3], value.BinaryValue!.Value.ToArray());
        request.DelaySeconds = null;
        Assert.False(request.Has(SqsContract.SendMessage.Input.Find("DelaySeconds")!.Slot));
        Assert.Equal("b", request.MessageBody);
    }
}
