using ArabicTextClassifier.Text;

namespace ArabicTextClassifier.Tests.Text;

public class KeyTableTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(9)]
    [TestCase(1000)]
    [TestCase(100_000)]
    public void Every_key_has_a_slot_of_its_own_and_no_other_key_has_one(int count)
    {
        Random random = new(count);
        HashSet<uint> keys = [];
        while (keys.Count < count)
            keys.Add((uint)random.NextInt64(1, uint.MaxValue));
        KeyTable table = new([.. keys]);
        int[] slots = [.. keys.Select(table.Find)];
        Assert.That(slots, Is.Unique);
        Assert.That(slots, Is.All.InRange(0, table.Size - 1));
        Assert.That(slots, Does.Not.Contain(table.Find(0)));
        for (int i = 0; i < 1000; i++)
        {
            uint other = (uint)random.NextInt64(1, uint.MaxValue);
            Assert.That(table.Find(other) == table.Missing, Is.EqualTo(!keys.Contains(other)));
        }
    }

    /// <summary>A model file whose hashes all fall into the same buckets must not make the table grow without end.</summary>
    [Test]
    public void Keys_made_to_collide_are_refused()
    {
        // Both hashes look at the highest bits only: these keys agree in the highest twelve of both.
        List<uint> colliding = [];
        for (uint key = 1; colliding.Count < 40 && key < 1 << 20; key++)
        {
            if (key * 0x9E3779B1 >> 20 == 0)
                colliding.Add(key);
        }

        Assert.That(colliding, Has.Count.GreaterThan(20));
        Assert.That(() => new KeyTable([.. colliding]), Throws.TypeOf<InvalidModelException>());
    }
}
