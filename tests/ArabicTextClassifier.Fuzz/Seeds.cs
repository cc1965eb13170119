using System.Text;
using System.Text.Json;
using ArabicTextClassifier.Model;
using ArabicTextClassifier.Tests;

namespace ArabicTextClassifier.Fuzz;

/// <summary>Small good inputs for each target, from which the fuzzer starts. Made, not stored: they are always of today's model format.</summary>
internal static class Seeds
{
    /// <summary>Writes them into a folder per target.</summary>
    public static void Write(string folder)
    {
        Put("model", [ModelFile.Write(SmallModel.Create()), ModelFile.Write(SmallModel.Create(WeightPrecision.Bits16)), ModelFile.Write(SmallModel.CreateTrees())]);
        string[] texts = [.. Paragraphs.All.Where(p => !string.IsNullOrWhiteSpace(p) && p.Length < 200)];
        Put("predict", [.. texts.Select(Encoding.UTF8.GetBytes), .. texts.Select(Encoding.Unicode.GetBytes)]);
        Put("jsonl",
        [
            Encoding.UTF8.GetBytes(string.Join('\n', texts.Take(3).Select(text => JsonSerializer.Serialize(new { article = "a", text, labels = new[] { "x" } })))),
            "\uFEFF{\"text\":\"قال\",\"labels\":[]}\r\n\n{\"text\":\"\\u0642\\ud83d\",\"labels\":[\"x\",\"y\"],\"id\":1}"u8.ToArray(),
        ]);
        Put("csv", ["article,text,labels\r\na,\"قال \"\"نعم\"\",\nثم\",x|y\r\na,نص,\r\n"u8.ToArray(), "\uFEFFtext,labels,id\nنص,x,1\n"u8.ToArray()]);
        Put("tsv", ["article\ttext\tlabels\na\tقال \"نعم\"\tx|y\n"u8.ToArray()]);

        void Put(string target, byte[][] seeds)
        {
            string at = Directory.CreateDirectory(Path.Combine(folder, target)).FullName;
            for (int i = 0; i < seeds.Length; i++)
                File.WriteAllBytes(Path.Combine(at, $"seed-{i:00}"), seeds[i]);
        }
    }
}
