using System.Globalization;

namespace Unkai.Storage.Tests;

/// <summary>Random transactions against a sorted dictionary, with forks, restarts and checkpoints on the way.</summary>
public abstract class ModelSuite : StoreVariant
{
    private static readonly string[] s_names = ["default", "w1", "w2"];

    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 400)]
    [InlineData(3, 5000)]
    public async Task Random_transactions_do_what_a_sorted_dictionary_does(int seed, int keys)
    {
        var random = new Random(seed);
        var model = new Dictionary<string, SortedDictionary<string, string>> { ["default"] = new(StringComparer.Ordinal) };

        for (var round = 0; round < 250; round++)
        {
            var name = s_names[random.Next(s_names.Length)];
            var world = WorldName.Parse(name)!.Value;
            if (!model.TryGetValue(name, out var state))
            {
                var from = model.Keys.First();
                Assert.True(await Store.ForkAsync(WorldName.Parse(from)!.Value, world, Cancellation));
                model[name] = state = new(model[from], StringComparer.Ordinal);
            }
            else if (name != "default" && random.Next(40) == 0)
            {
                Assert.True(await Store.DeleteAsync(world, Cancellation));
                model.Remove(name);
                continue;
            }

            model[name] = await Store.TransactAsync(world, transaction => RunAsync(transaction, state, random, keys), Cancellation);
            if (random.Next(60) == 0)
            {
                await PauseAsync();
            }
        }

        await PauseAsync();
        foreach (var (name, state) in model)
        {
            var stored = await Store.ReadAsync(WorldName.Parse(name)!.Value, snapshot => AllAsync(snapshot), Cancellation);
            Assert.Equal(state.Select(pair => (pair.Key, pair.Value)), stored);
        }
    }

    private static async ValueTask<List<(string, string)>> AllAsync(Snapshot snapshot)
    {
        var all = new List<(string, string)>();
        var range = KeyRange.All;
        while (true)
        {
            var page = await snapshot.RangeAsync(range, 777);
            all.AddRange(page.Select(entry => (Bytes.Text(entry.Key), Bytes.Text(entry.Value.Span))));
            if (page.Count < 777)
            {
                return all;
            }

            range = range.After(page[^1].Key);
        }
    }

    private static async ValueTask<SortedDictionary<string, string>> RunAsync(
        Transaction transaction, SortedDictionary<string, string> before, Random random, int keys)
    {
        var state = new SortedDictionary<string, string>(before, StringComparer.Ordinal);
        var steps = random.Next(4) == 0 ? random.Next(300) : random.Next(8);
        for (var step = 0; step < steps; step++)
        {
            var key = Key(random, keys);
            switch (random.Next(12))
            {
                case < 6:
                    var value = random.Next().ToString(CultureInfo.InvariantCulture);
                    transaction.Put(Bytes.Of(key), Bytes.Of(value));
                    state[key] = value;
                    break;
                case < 8:
                    transaction.Delete(Bytes.Of(key));
                    state.Remove(key);
                    break;
                case 8 when random.Next(10) == 0:
                    var range = new KeyRange(Bytes.Of(key), random.Next(5) == 0 ? null : Bytes.Of(Key(random, keys)));
                    transaction.DeleteRange(range);
                    foreach (var gone in state.Keys.Where(candidate => range.Contains(Bytes.Of(candidate))).ToList())
                    {
                        state.Remove(gone);
                    }

                    break;
                case < 10:
                    Assert.Equal(state.GetValueOrDefault(key), Bytes.Text(await transaction.GetAsync(Bytes.Of(key))));
                    continue;
                default:
                    await CompareRangeAsync(transaction, state, random, keys);
                    continue;
            }

            if (state.Count > 0 && step % 50 == 0)
            {
                await CompareRangeAsync(transaction, state, random, keys);
            }
        }

        return state;
    }

    private static string Key(Random random, int keys)
    {
        var n = random.Next(keys);
        return (n % 3) switch
        {
            0 => $"table/{n:d6}",
            1 => $"t{new string('x', n % 40)}{n}",
            _ => n.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static async ValueTask CompareRangeAsync(Transaction transaction, SortedDictionary<string, string> state, Random random, int keys)
    {
        var range = new KeyRange(Bytes.Of(Key(random, keys)), random.Next(3) == 0 ? null : Bytes.Of(Key(random, keys)));
        var limit = 1 + random.Next(60);
        var reverse = random.Next(2) == 0;
        var expected = state.Keys.Where(key => range.Contains(Bytes.Of(key)));
        expected = (reverse ? expected.Reverse() : expected).Take(limit);
        Assert.Equal(expected, await TransactionSuite.KeysAsync(transaction, range, limit, reverse));
    }
}
